'use strict';

// Realms that live and die in batches. Arguments: batches, realms in a batch.
//
// In each realm a copy of the library tracks objects that are collected while the realm lives,
// objects that are garbage when it is dropped, objects that it holds, and an object of the main
// realm that outlives it. The main copy tracks the realm's two globals. One realm in ten has an
// object that the main realm holds: the realm must live until that is let go.

const { setImmediate: turn } = require('node:timers/promises');
const vm = require('node:vm');
const { trackGC, trackingStats, forceGC } = require('../../..');
const { loadCopy } = require('./copy.js');
const { check, gather, finish } = require('./result.js');

const [batches, size] = process.argv.slice(2).map(Number);
const realms = batches * size;
const OBJECTS = 100;

/** By realm: callbacks of each kind, and which of its globals are collected (2: both). */
const calls = Array.from({ length: realms }, () => ({ dead: 0, garbage: 0, held: 0, outliving: 0 }));
const collected = new Uint8Array(realms);
const outliving = [];
const holding = new Map();
let afterDeath = 0;
let mostCycles = 0;

/** What runs in the realm; `copy`, `called(kind)` and `visitor` are its globals. */
const program = new vm.Script(`
  function make(count, kind) {
    const objects = [];
    for (let number = 0; number < count; number++) {
      const object = { number };
      objects.push(object);
      copy.trackGC(object, () => called(kind), { label: kind });
    }
    return objects;
  }
  function drop(count, kind) {
    return make(count, kind).length;
  }
  copy.trackGC(visitor, () => called('outliving'));
  globalThis.held = make(${OBJECTS}, 'held');
  drop(${OBJECTS}, 'dead');
`);
const later = new vm.Script(`drop(${OBJECTS}, 'garbage')`);

function called(number, kind) {
  calls[number][kind]++;
  if (collected[number] > 0) afterDeath++;
}

/** A realm that lives until the returned object is dropped. */
function makeRealm(number) {
  const sandbox = { called: (kind) => called(number, kind), visitor: { number } };
  outliving.push(sandbox.visitor);
  const context = vm.createContext(sandbox);
  sandbox.copy = loadCopy(context);
  program.runInContext(context);
  if (number % 10 === 0) holding.set(number, vm.runInContext('held[0]', context));
  trackGC(sandbox, () => collected[number]++, { label: 'sandbox' });
  trackGC(vm.runInContext('globalThis', context), () => collected[number]++, { label: 'global' });
  return context;
}

function makeBatch(batch) {
  return Array.from({ length: size }, (_, index) => makeRealm(batch * size + index));
}

/** Some realms die with callbacks pending, which may then run as long as the realm is there. */
function leaveGarbage(contexts) {
  for (const context of contexts) later.runInContext(context);
}

/** Returns when only the main realm holds anything of the batch. */
async function live(batch) {
  const contexts = makeBatch(batch);
  const from = batch * size;
  const all = () => calls.slice(from, from + size).every(({ dead }) => dead === OBJECTS);
  check(await gather(all), `batch ${batch}: callbacks are missing in realms that are alive`);
  leaveGarbage(contexts);
  if (batch % 2 === 0) {
    forceGC();
    await turn();
  }
  return contexts.length;
}

async function bury(batch) {
  const mine = Array.from({ length: size }, (_, index) => batch * size + index);
  let cycles = 0;
  const gone = () => {
    cycles++;
    return mine.every((number) => holding.has(number) || collected[number] === 2);
  };
  const done = await gather(gone);
  mostCycles = Math.max(mostCycles, cycles - 1);
  const left = mine.filter((number) => !holding.has(number) && collected[number] !== 2);
  check(done, `batch ${batch}: the realms ${left.join()} were not collected in ${cycles - 1} GCs`);
  for (const [number, object] of holding) {
    check(
      collected[number] === 0 && object.number === 0,
      `realm ${number} was collected while its object is held`,
    );
  }
}

async function main() {
  const heap = [];
  const rss = [];
  for (let batch = 0; batch < batches; batch++) {
    await live(batch);
    await bury(batch);
    await forceGC({ cycles: 2 });
    holding.clear();
    const usage = process.memoryUsage();
    heap.push(usage.heapUsed);
    rss.push(usage.rss);
  }
  check(
    await gather(() => trackingStats().live === 0),
    `realms are left: ${JSON.stringify(trackingStats())}`,
  );
  check(outliving.length === realms, 'the outliving objects are gone');
  const early = calls.filter((realm) => realm.outliving > 0 || realm.held > 0).length;
  check(early === 0, `${early} realms were told of objects that were alive`);
  // The targets that outlived their realms die now: nobody is left to be told.
  outliving.length = 0;
  await forceGC({ cycles: 5 });

  check(afterDeath === 0, `${afterDeath} callbacks were delivered into dead realms`);
  const told = calls.filter((realm) => realm.outliving > 0).length;
  check(told === 0, `${told} dead realms were told of an object that outlived them`);
  const twice = calls.filter(({ dead, garbage }) => dead !== OBJECTS || garbage > OBJECTS).length;
  check(twice === 0, `${twice} realms had missing or repeated callbacks`);
  check(
    collected.every((count) => count === 2),
    'some realms were not reported exactly once',
  );
  const callbacks = calls.reduce((sum, { dead, garbage }) => sum + dead + garbage, 0);
  finish({ callbacks, cycles: mostCycles, heap, rss });
}

main();
