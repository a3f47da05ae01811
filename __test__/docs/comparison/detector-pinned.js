'use strict';

// Garbage that a WeakRef pins for the moment is a leak to jest-leak-detector, unless it takes a heap snapshot for it.

const { assertCollected, trackGC } = require('gc-tracker');
const { default: LeakDetector } = require('jest-leak-detector');
const { assert, run } = require('../../scenarios/support.js');

/** What `watch` makes of a target that can go, but not in this job. */
function pinned(watch) {
  const target = {};
  new WeakRef(target);
  return watch(target);
}

run(async () => {
  const detector = (options) => pinned((target) => new LeakDetector(target, options));
  assert.strictEqual(await detector({ shouldGenerateV8HeapSnapshot: false }).isLeaking(), true);
  assert.strictEqual(await detector().isLeaking(), false);
  await assertCollected(pinned(trackGC), { explain: false });
});
