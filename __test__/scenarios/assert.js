'use strict';

// Assertions pass for targets that are collected and reject with a LeakError for those that are held; what the
// body of assertNoLeaks returns or throws is passed on.

const { trackGC, assertCollected, assertNoLeaks, LeakError } = require('../..');
const { assert, each, isNode, run } = require('./support.js');

const store = new Map();

/** Bun scans the stack, and so may find a target that nobody has any more. */
const many = 20;

async function passes() {
  await assertCollected([]);
  const handles = each(many, () => trackGC({}));
  if (isNode) await assertCollected(handles);
  else await assertCollected(handles.slice(0, many / 2));
  await assertCollected(handles[0]);
}

async function rejects() {
  const [held] = each(1, () =>
    trackGC(store.set('held', new (class Session {})()).get('held'), undefined, { label: 'held' }),
  );
  const error = await assertCollected(held).then(
    () => assert.fail('the target is held'),
    (error) => error,
  );
  assert.ok(error instanceof LeakError && error instanceof Error);
  assert.strictEqual(error.name, 'LeakError');
  assert.strictEqual(error.code, 'ERR_GC_TRACKER_LEAK');
  assert.strictEqual(error.leaks.length, 1);
  assert.strictEqual(error.leaks[0].label, 'held');
  assert.match(error.message, /^1 of 1 tracked object was not collected \(\d+ full GCs, [\d,]+ ms\)\n/);
  assert.ok(error.stack.startsWith(`LeakError: ${error.message}`));
  // Bun's snapshots do not say what a Map holds.
  if (process.versions.bun === undefined) assert.match(error.message, /\["held"\] {2}Session/);
  store.clear();
}

async function bodies() {
  assert.strictEqual(await assertNoLeaks(() => 42), 42);
  if (isNode) {
    const labelled = async (track) => each(many, (index) => track({}, `label ${index}`)).length;
    assert.strictEqual(await assertNoLeaks(labelled), many);
  }
  const own = new Error('of the body itself');
  const leakAndThrow = async (track) => {
    store.set('leaked', track({}));
    throw own;
  };
  await assert.rejects(assertNoLeaks(leakAndThrow), (error) => error === own);
  await assert.rejects(
    assertNoLeaks((track) => {
      store.set('leaked', track({}, 'leaked'));
    }),
    { code: 'ERR_GC_TRACKER_LEAK' },
  );
}

run(async () => {
  await passes();
  await rejects();
  await bodies();
});
