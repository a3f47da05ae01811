'use strict';

// An untracked target's callback never runs, whenever it was untracked; nor does any after
// stopTrackGC, and tracking begins anew after it.

const { trackGC, stopTrackGC, trackingStats, forceGC } = require('../..');
const { assert, each, gc, run, settle, until } = require('./support.js');

run(async () => {
  const unwanted = () => {
    throw new Error('an untracked callback ran');
  };

  // While alive.
  const early = each(500, () => trackGC({}, unwanted));
  early.forEach((tracked) => assert.strictEqual(tracked.untrack(), true));
  early.forEach((tracked) => assert.strictEqual(tracked.untrack(), false));
  assert.ok(early.every((tracked) => tracked.collected === false));

  // After the GC and before the callback: it is known to be collected, and remains so.
  const late = each(500, () => trackGC({}, unwanted));
  gc();
  gc();
  const dead = late.filter((tracked) => tracked.collected);
  assert.ok(dead.length >= 490);
  assert.strictEqual(trackingStats().pending, dead.length);
  late.forEach((tracked) => assert.strictEqual(tracked.untrack(), true));
  assert.ok(dead.every((tracked) => tracked.collected));
  assert.strictEqual(trackingStats().pending, 0);

  // From inside another callback of the same batch.
  let ran = 0;
  const handles = each(1000, () =>
    trackGC({}, () => {
      ran++;
      handles.forEach((tracked) => tracked.untrack());
    }),
  );
  await until(() => ran > 0, 'one callback', gc);
  await forceGC({ cycles: 2 });
  assert.strictEqual(ran, 1);

  // By `using`.
  if (Symbol.dispose) {
    const tracked = each(1, () => trackGC({}, unwanted))[0];
    tracked[Symbol.dispose]();
    assert.strictEqual(tracked.untrack(), false);
  }

  // After the callback has run: later, and while the rest of its batch is being delivered.
  let done = 0;
  const finished = each(10, () => trackGC({}, (tracked) => done++ || tracked));
  await until(() => done === 10, 'the callbacks', gc);
  finished.forEach((tracked) => assert.strictEqual(tracked.untrack(), false));
  const again = [];
  const own = each(100, (i) =>
    trackGC({}, () => {
      again.push(own[i].untrack());
      assert.ok(trackingStats().pending >= 0);
      assert.ok(own[i].collected);
    }),
  );
  await until(() => again.length === 100, 'the callbacks', gc);
  assert.ok(again.every((untracked) => !untracked));
  assert.strictEqual(trackingStats().pending, 0);

  // stopTrackGC: alive, collected with a pending callback, and in the middle of a delivery.
  const kept = {};
  const alive = trackGC(kept, unwanted);
  const pending = each(100, () => trackGC({}, unwanted));
  gc();
  gc();
  const collected = pending.filter((tracked) => tracked.collected);
  stopTrackGC();
  assert.strictEqual(alive.collected, false);
  assert.strictEqual(alive.untrack(), false);
  assert.ok(collected.every((tracked) => tracked.collected));
  assert.strictEqual(trackingStats().live, 0);
  let stopped = 0;
  each(100, () =>
    trackGC({}, () => {
      stopped++;
      stopTrackGC();
    }),
  );
  await until(() => stopped > 0, 'the stopping callback', gc);
  await forceGC({ cycles: 2 });
  assert.strictEqual(stopped, 1);

  let anew = 0;
  each(100, () => trackGC({}, () => anew++));
  await until(() => anew === 100, 'tracking after stopTrackGC', gc);
  await settle();
  assert.ok(kept);
  stopTrackGC();
  stopTrackGC();
});
