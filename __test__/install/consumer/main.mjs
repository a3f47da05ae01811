// The program of main.cjs as an ES module.

import { createRequire } from 'node:module';
import { forceGC, trackGC } from 'gc-tracker';
import { takeHeapSnapshot } from 'gc-tracker/heap';

for (const entry of ['monitor', 'opentelemetry', 'prometheus', 'sandbox'])
  await import(`gc-tracker/${entry}`);

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
drop();
for (let attempt = 0; reported === 0 && attempt < 20; attempt++) await forceGC();
const snapshot = await takeHeapSnapshot();
const found = (await snapshot.find({ className: 'Session' })).length;
snapshot.dispose();
const { cache } = createRequire(import.meta.url);
const binaries = Object.keys(cache).filter((file) => file.endsWith('.node'));
console.log(JSON.stringify({ reported, found, binaries }));
