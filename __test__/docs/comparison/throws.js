'use strict';

// weak-napi: what a callback throws is swallowed, and the other callbacks of the same GC never run. A FinalizationRegistry's are
// uncaught exceptions and all run, as with trackGC.

const process = require('node:process');
const { forceGC, trackGC } = require('gc-tracker');
const weak = require('weak-napi');
const { assert, each, run, settle, until } = require('../../scenarios/support.js');

const COUNT = 3;
let calls = 0;
let uncaught = 0;
process.on('uncaughtException', () => uncaught++);

function throwing() {
  calls++;
  throw new Error('thrown by a callback');
}

/** Watches some targets that are garbage, and forces GCs. */
async function collect(watch) {
  calls = 0;
  uncaught = 0;
  each(COUNT, () => void watch({}));
  await forceGC({ cycles: 3 });
  await until(() => calls > 0, 'a callback has run');
  await settle();
  return { calls, uncaught };
}

run(async () => {
  const registry = new FinalizationRegistry(throwing);
  const all = { calls: COUNT, uncaught: COUNT };
  assert.deepStrictEqual(await collect((target) => registry.register(target, undefined)), all);
  assert.deepStrictEqual(await collect((target) => trackGC(target, throwing)), all);
  assert.deepStrictEqual(await collect((target) => weak(target, throwing)), { calls: 1, uncaught: 0 });
});
