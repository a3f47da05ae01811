'use strict';

// Counters by label, and the totals.

const { trackGC, trackingStats, forceGC, stopTrackGC } = require('../..');
const { assert, each, run, until } = require('./support.js');

run(async () => {
  assert.deepStrictEqual(
    { ...trackingStats() },
    { live: 0, collected: 0, untracked: 0, pending: 0, labels: { __proto__: null } },
  );
  const kept = each(3, (i) => ({ i }));
  const tracked = kept.map((target) => trackGC(target, undefined, { label: 'kept' }));
  each(200, (i) => trackGC({ i }, () => {}, { label: i % 2 ? 'odd' : 'even' }));
  each(50, () => trackGC({}, undefined, {}));
  trackGC(kept, undefined, { label: '__proto__' });
  trackGC(kept, undefined, { label: '' });
  tracked[0].untrack();
  assert.strictEqual(tracked[1].label, 'kept');
  assert.strictEqual(trackGC(kept).label, undefined);

  await until(
    () => trackingStats().collected >= 250 && trackingStats().pending === 0,
    'the collected counts',
    () => forceGC(),
  );
  const { live, collected, untracked, pending, labels } = trackingStats();
  assert.deepStrictEqual(
    { live, collected, untracked, pending },
    { live: 5, collected: 250, untracked: 1, pending: 0 },
  );
  assert.deepStrictEqual(Object.keys(labels), ['kept', 'even', 'odd', '__proto__', '']);
  assert.deepStrictEqual(labels.kept, { live: 2, collected: 0, untracked: 1 });
  assert.deepStrictEqual(labels.even, { live: 0, collected: 100, untracked: 0 });
  assert.deepStrictEqual(labels.odd, { live: 0, collected: 100, untracked: 0 });
  assert.strictEqual(kept.length, 3);
  stopTrackGC();
  assert.deepStrictEqual(trackingStats().labels, { __proto__: null });
});
