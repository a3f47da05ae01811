'use strict';

// Sandboxes of which a test decides when they are made, disposed of and crash; and what waits.

const { setImmediate: macrotask } = require('node:timers/promises');
const { Recycler } = require('../../../lib/sandbox/recycle/recycler.js');

const BOUND_MS = 20_000;

/** A promise, and who settles it. */
function deferred() {
  const one = {};
  one.promise = new Promise((resolve, reject) => Object.assign(one, { resolve, reject }));
  return one;
}

async function until(condition, what) {
  const end = Date.now() + BOUND_MS;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`not within ${BOUND_MS} ms: ${what}`);
    await macrotask();
  }
}

/** As many turns of the event loop as anything of the recycler takes: what has not happened then does not. */
async function settle() {
  for (let turn = 0; turn < 20; turn++) await macrotask();
}

/** A trap, as any function of WebAssembly throws it. */
const trap = () => new WebAssembly.RuntimeError('unreachable');

/**
 * A recycler over sandboxes of this test: { recycler, made, events, clock }. `made` are the sandboxes in their order, each with
 * its number as its exports' `number`; `creation(number)` and `disposal(number)` may return a promise to wait for.
 */
function frontOf(options, { creation = () => {}, disposal = () => {}, wasmBytes = 65_536 } = {}) {
  const made = [];
  const clock = { now: 0 };
  let asked = 0;
  const factory = async () => {
    const number = ++asked;
    await creation(number);
    const sandbox = {
      exports: { number },
      wasmBytes,
      disposed: false,
      disposals: [],
      async dispose(...args) {
        sandbox.disposals.push(args);
        sandbox.exports = undefined;
        await disposal(number);
        sandbox.disposed = true;
        return { collected: true, heapBytes: 1, externalBytes: 2, wasmBytes };
      },
    };
    made.push(sandbox);
    return sandbox;
  };
  const recycler = new Recycler(factory, options, () => clock.now);
  const events = [];
  for (const name of ['created', 'recycled', 'leak', 'failed', 'error']) {
    recycler.on(name, (value) => events.push([name, value]));
  }
  const eventsOf = (wanted) => events.flatMap(([name, value]) => (name === wanted ? [value] : []));
  return { recycler, made, clock, events, eventsOf, asked: () => asked };
}

/** The number of the instance that serves. */
const number = (exports) => exports.number;

module.exports = { deferred, frontOf, number, settle, trap, until };
