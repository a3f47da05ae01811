'use strict';

// Recyclers under calls, crashes, failures and slow disposals in an order made by chance, from a seed: what must hold in each.

const assert = require('node:assert');
const { test } = require('node:test');
const { setImmediate: macrotask } = require('node:timers/promises');
const { Random } = require('../../../bench/monitor/trend/random.js');
const { frontOf, settle, trap } = require('./support.js');

const SEEDS = 300;
const CALLS = 60;

async function turns(count) {
  for (let turn = 0; turn < count; turn++) await macrotask();
}

/** What a call does, in its instance: resolves with its number, or rejects with one of two errors. */
function workOf(random, recycler, check) {
  const kind = random();
  const length = Math.floor(random() * 4);
  return async (exports) => {
    check(exports);
    if (kind < 0.3) await turns(length);
    check(exports);
    if (kind > 0.9) throw trap();
    if (kind > 0.8) throw new RangeError('ordinary');
    if (kind > 0.7) await recycler.call(workOf(random, recycler, check));
    check(exports);
    return exports.number;
  };
}

async function simulate(seed) {
  const source = new Random(seed);
  const random = () => source.uniform();
  const failing = random() < 0.5 ? 0.2 : 0;
  const slow = Math.floor(random() * 6);
  const one = frontOf(
    {
      maxCalls: random() < 0.8 ? 1 + Math.floor(random() * 8) : undefined,
      maxAgeMs: random() < 0.5 ? 30 : undefined,
    },
    {
      creation: async () => {
        await turns(random() * slow);
        if (random() < failing) throw new Error('no instance');
      },
      disposal: async () => {
        await turns(random() * 2 * slow);
        if (random() < 0.1) throw new Error('held');
      },
    },
  );
  const { recycler, made, clock, events, eventsOf } = one;
  const check = ({ number }) => {
    const sandbox = made.find(({ exports }) => exports?.number === number);
    assert.ok(sandbox, `seed ${seed}: instance ${number} serves, and was disposed of`);
  };
  const calls = [];
  for (let call = 0; call < CALLS; call++) {
    calls.push(recycler.call(workOf(random, recycler, check)).catch((error) => error));
    clock.now += random() * 10;
    if (random() < 0.3) await turns(random() * 3);
  }
  if (random() < 0.5) await Promise.all(calls);
  await recycler.dispose();
  const results = await Promise.all(calls);
  await settle();

  const unexpected = results.filter(
    (result) => result instanceof Error && !/^(unreachable|ordinary|no instance)$/.test(result.message),
  );
  // The inner call of one that runs when the recycler is disposed of.
  const late = unexpected.filter(({ code }) => code === 'ERR_GC_TRACKER_SANDBOX_DISPOSED');
  assert.deepStrictEqual(unexpected, late);
  if (failing === 0) assert.ok(!results.some(({ message }) => message === 'no instance'));
  const { running, live, crashes, failures, leaks, recycles } = recycler.stats();
  assert.deepStrictEqual({ running, live }, { running: 0, live: 0 }, `seed ${seed}`);
  assert.ok(
    made.every(({ disposals }) => disposals.length === 1),
    `seed ${seed}: each is disposed of once`,
  );
  assert.ok(crashes >= recycles.crash);
  assert.strictEqual(eventsOf('created').length, made.length);
  assert.strictEqual(eventsOf('failed').length, failures);
  assert.strictEqual(eventsOf('leak').length, leaks);
  const replaced = Object.values(recycles).reduce((sum, count) => sum + count, 0);
  assert.strictEqual(eventsOf('recycled').length, replaced);
  assert.ok(made.length - replaced === 0 || made.length - replaced === 1, `seed ${seed}`);
  assert.ok(!events.some(([name]) => name === 'error'));
  return { replaced, crashes, failures, leaks };
}

test(`${SEEDS} recyclers by chance: no call is served by an instance that was disposed of, each of which is once`, async () => {
  const sums = { replaced: 0, crashes: 0, failures: 0, leaks: 0 };
  for (let seed = 1; seed <= SEEDS; seed++) {
    const counts = await simulate(seed);
    for (const name of Object.keys(sums)) sums[name] += counts[name];
  }
  for (const [name, sum] of Object.entries(sums)) assert.ok(sum >= SEEDS / 3, `${name}: ${sum} in all`);
});
