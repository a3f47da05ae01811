'use strict';

// assertNoGrowth passes for work that leaves nothing behind, and rejects with what holds that of which there is ever more.

const { assertNoGrowth, LeakError } = require('../..');
const { assert, run } = require('./support.js');

class Entry {
  values = [1, 2, 3];
}

const store = [];
exports.store = store;

async function growthOf(scenario, options) {
  const error = await assertNoGrowth(scenario, options).then(
    () => assert.fail('it grows'),
    (error) => error,
  );
  assert.ok(error instanceof LeakError, error.stack);
  return error.growth;
}

run(async () => {
  await assertNoGrowth(() => new Entry().values.length);
  const buffers = [];
  const outside = await growthOf(() => {
    buffers.push(Buffer.alloc(20_000, 1));
  });
  assert.ok(outside.some(({ name }) => name === 'external'));
  const [{ kind, name, countPerLoop }] = await growthOf(() => {
    store.push(new Entry());
  });
  assert.deepStrictEqual([kind, countPerLoop], ['path', 1]);
  // Deno loads parts of itself meanwhile, and all that modules export is of one kind: then it is what each entry holds.
  assert.match(name, /\bstore(?: \(Array\)$| › \[\d+\] \(Entry\)$)/);
  let done = 0;
  const metrics = { done: () => ++done, external: false, arrayBuffers: false };
  const [metric, ...others] = await growthOf(() => {}, { metrics });
  assert.deepStrictEqual([metric.kind, metric.name, others.length], ['metric', 'done', 0]);
});
