'use strict';

// `collected` is right in the same tick as the GC, true for good, and false for what is alive.

const { trackGC } = require('../..');
const { assert, each, gc, run, settle, wipeStack } = require('./support.js');

let held = [];

run(async () => {
  const alive = { alive: true };
  const kept = trackGC(alive);
  held = each(1000, (i) => ({ i }));
  const handles = each(1000, (i) => trackGC(held[i], i % 2 ? () => {} : undefined));
  assert.ok(handles.every((tracked) => !tracked.collected));
  held = [];
  wipeStack();
  gc();
  gc();
  // An engine that scans the stack conservatively may pin one of them for a moment.
  const tolerated = process.versions.bun === undefined ? 0 : 10;
  const missing = handles.filter((tracked) => !tracked.collected).length;
  assert.ok(missing <= tolerated, `${missing} of 1000 are said to be alive in the same tick`);
  const seen = handles.map((tracked) => tracked.collected);
  each(2000, () => trackGC({}));
  await settle();
  handles.forEach((tracked, i) => assert.ok(!seen[i] || tracked.collected, 'once true, always true'));
  assert.strictEqual(kept.collected, false);
  assert.ok(alive.alive);
});
