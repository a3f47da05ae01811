'use strict';

// A program of a user, in CommonJS. Tells how many of two targets were collected, one dropped and one kept, how many a
// heap snapshot has, and which binary was loaded.

const { forceGC, trackGC } = require('gc-tracker');
const { takeHeapSnapshot } = require('gc-tracker/heap');

for (const entry of ['monitor', 'opentelemetry', 'prometheus', 'sandbox']) require(`gc-tracker/${entry}`);

class Session {}
let reported = 0;

function track(target) {
  trackGC(target, () => reported++);
  return target;
}

function drop() {
  track(new Session());
}

globalThis.kept = track(new Session());

async function main() {
  drop();
  for (let attempt = 0; reported === 0 && attempt < 20; attempt++) await forceGC();
  const snapshot = await takeHeapSnapshot();
  const found = (await snapshot.find({ className: 'Session' })).length;
  snapshot.dispose();
  const binaries = Object.keys(require.cache).filter((file) => file.endsWith('.node'));
  console.log(JSON.stringify({ reported, found, binaries }));
}

main();
