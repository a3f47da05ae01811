'use strict';

// Without any forced GC: short-lived targets are reported while the program allocates, and so are
// targets that lived through several GCs before they died.

const { trackGC, trackingStats } = require('../..');
const { assert, each, run, until } = require('./support.js');

const garbage = [];
let held = [];

function allocate() {
  for (let i = 0; i < 20_000; i++) garbage[i % 1000] = { i, text: `garbage ${i}` };
}

run(async () => {
  let young = 0;
  each(1000, () => trackGC({}, () => young++));
  await until(() => young >= 990, 'the short-lived targets', allocate);

  let old = 0;
  held = each(1000, (i) => ({ i }));
  held.forEach((target) => trackGC(target, () => old++));
  let turns = 0;
  await until(() => ++turns > 50, 'fifty rounds of allocation', allocate);
  assert.strictEqual(old, 0, 'what is held is not reported');
  assert.ok(trackingStats().live >= 1000);
  held = [];
  const hoard = [];
  await until(
    () => old >= 990,
    'the long-lived targets',
    () => {
      allocate();
      // A full GC of V8's own accord wants a heap that grows.
      hoard.push(new Array(50_000).fill(turns));
      if (hoard.length > 200) hoard.length = 0;
    },
  );
});
