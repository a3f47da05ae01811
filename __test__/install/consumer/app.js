// A program of a user that is bundled, traced or packed. Tells whether a target that is dropped was reported, and whether
// the report of one that is kept names the reference.

const { assertCollected, forceGC, trackGC } = require('gc-tracker');

let reported = 0;

function drop() {
  trackGC({}, () => reported++);
}

function keep() {
  globalThis.kept = {};
  return trackGC(globalThis.kept);
}

async function main() {
  drop();
  for (let attempt = 0; reported === 0 && attempt < 20; attempt++) await forceGC();
  const { message } = await assertCollected(keep()).catch((error) => error);
  console.log(JSON.stringify({ reported, explained: message.includes('.kept') }));
}

main();
