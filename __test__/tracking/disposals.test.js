'use strict';

// What is decided without a GC: which target is a leak, what is kept of it, and what findLeaks takes. What
// GCs do to disposed targets is in scenarios/disposal.js.

const assert = require('node:assert');
const { test } = require('node:test');
const { forceGC, trackGC, stopTrackGC, trackingStats, findLeaks } = require('../..');
const { Disposals } = require('../../lib/tracking/disposals.js');
const { now } = require('../../lib/util/clock.js');
const { LIMITS, leakKind } = require('../../lib/tracking/leak-kind.js');
const { FullGCs } = require('../../lib/tracking/full-gc-counter.js');
const { Registry } = require('../../lib/tracking/registry.js');

test('the kind of leak is a matter of what was seen, of full GCs and of time', () => {
  const limits = { fullGCs: 3, delayMs: 1000 };
  const table = [
    // disposed, collected, full GCs, ms, reported
    [false, false, 0, 0, false, null],
    [false, false, 100, 1e6, false, null],
    [false, true, 0, 0, false, 'notDisposed'],
    [true, false, 2, 1e6, false, null],
    [true, false, 100, 999, false, null],
    [true, false, 3, 1000, false, 'uncollected'],
    [true, true, 1, 1e6, false, null],
    [true, true, 3, 1e6, false, null],
    [true, true, 4, 999, false, null],
    [true, true, 4, 1000, false, 'collectedLate'],
    [true, true, 3, 1000, true, 'collectedLate'],
  ];
  for (const row of table) {
    const [disposed, collected, fullGCs, elapsedMs, reported, expected] = row;
    const kind = leakKind({ disposed, collected, fullGCs, elapsedMs, reported }, limits);
    assert.strictEqual(kind, expected, row.join(' '));
  }
});

test('a full GC that was forced and is shown later counts once', () => {
  let shown = 7;
  const gcs = new FullGCs(() => shown);
  assert.strictEqual(gcs.count, 0);
  shown++;
  assert.strictEqual(gcs.count, 1);
  gcs.addForced();
  assert.strictEqual(gcs.count, 2);
  shown++;
  assert.strictEqual(gcs.count, 2);
  shown++;
  assert.strictEqual(gcs.count, 3);
  gcs.addForced();
  gcs.addForced();
  shown += 2;
  assert.strictEqual(gcs.count, 6);
});

test('a GC that was forced before anybody counted is not counted when it is shown', () => {
  let shown = 7;
  const gcs = new FullGCs(() => shown, true);
  shown++;
  assert.strictEqual(gcs.count, 0);
  shown++;
  assert.strictEqual(gcs.count, 1);
});

test('the count of full GCs goes on when that of 32 bits begins anew', () => {
  let shown = 2 ** 32 - 2;
  const gcs = new FullGCs(() => shown);
  shown = 1;
  assert.strictEqual(gcs.count, 3);
});

test('the clock tells the time of day', () => {
  assert.ok(Math.abs(now() - Date.now()) < 1000);
});

/** Records without any target, a count and a clock that the test moves. */
function simulated() {
  const gcs = { count: 0 };
  const clock = { now: 7 };
  const disposals = new Disposals(gcs, () => clock.now);
  let id = 0;
  const record = () => disposals.record(id, ++id, { name: 'session' }, 'at here');
  const pass = (fullGCs, ms) => {
    gcs.count += fullGCs;
    clock.now += ms;
  };
  const uncollected = (limits) => disposals.uncollected(limits, () => false).map(({ entry }) => entry);
  return { disposals, record, pass, uncollected };
}

test('an entry says which tracking it was, and when', () => {
  const { disposals, record, pass, uncollected } = simulated();
  disposals.end(record());
  const late = record();
  disposals.dispose(late);
  pass(5, 2000);
  const [alive] = uncollected({ fullGCs: 3, delayMs: 1000 });
  disposals.end(late);
  const { notDisposed, collectedLate, dropped } = disposals.takeEnded();

  const start = notDisposed[0].collectedAt;
  assert.strictEqual(start, 7);
  const common = { label: 'session', stack: 'at here' };
  assert.deepStrictEqual(notDisposed, [{ id: 1, ...common, collectedAt: start }]);
  assert.deepStrictEqual(alive, { id: 2, ...common, disposedAt: start, fullGCs: 5 });
  assert.deepStrictEqual(collectedLate, [{ ...alive, collectedAt: start + 2000 }]);
  assert.deepStrictEqual(dropped, { notDisposed: 0, collectedLate: 0 });
});

test('the clock starts with the first disposal', () => {
  const { disposals, record, pass, uncollected } = simulated();
  const one = record();
  assert.strictEqual(disposals.dispose(one), true);
  pass(3, 1000);
  assert.strictEqual(disposals.dispose(one), false);
  assert.strictEqual(uncollected({ fullGCs: 3, delayMs: 1000 }).length, 1);
});

test('what is collected is judged by the limits of the last call, before it by the defaults', () => {
  const { disposals, record, pass, uncollected } = simulated();
  const late = () => {
    const one = record();
    disposals.dispose(one);
    pass(3, 100);
    disposals.end(one);
    return disposals.takeEnded().collectedLate.length;
  };
  assert.strictEqual(late(), 0);
  uncollected({ fullGCs: 2, delayMs: 100 });
  assert.strictEqual(late(), 1);
  uncollected({ fullGCs: 2, delayMs: 101 });
  assert.strictEqual(late(), 0);
});

test('of ended leaks a thousand of each kind are kept, and the others are counted', () => {
  const { disposals, record, pass } = simulated();
  const late = Array.from({ length: 1003 }, record);
  late.forEach((one) => disposals.dispose(one));
  pass(9, 9000);
  late.forEach((one) => disposals.end(one));
  for (let i = 0; i < 1001; i++) disposals.end(record());
  const { notDisposed, collectedLate, dropped } = disposals.takeEnded();
  assert.deepStrictEqual([notDisposed.length, collectedLate.length], [1000, 1000]);
  assert.deepStrictEqual(dropped, { notDisposed: 1, collectedLate: 3 });
  assert.deepStrictEqual(disposals.takeEnded().dropped, { notDisposed: 0, collectedLate: 0 });
});

test('what was given up is neither uncollected nor late', () => {
  const { disposals, record, pass, uncollected } = simulated();
  const [one, other] = [record(), record()];
  disposals.dispose(one);
  disposals.dispose(other);
  disposals.drop(one);
  pass(9, 9000);
  assert.deepStrictEqual(
    uncollected({ fullGCs: 3, delayMs: 1000 }).map(({ id }) => id),
    [other.id],
  );
  disposals.clear();
  assert.deepStrictEqual(uncollected({ fullGCs: 3, delayMs: 1000 }), []);
});

test('the count of what is uncollected is that of all disposed records, and changes nothing', () => {
  const { disposals, record, pass, uncollected } = simulated();
  let state = 1;
  const random = (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
  const alive = new Map();
  let most = 0;
  for (let turn = 0; turn < 5000; turn++) {
    const some = [...alive.keys()][random(50)];
    const action = random(20);
    if (action < 14) {
      const one = record();
      one.label = { name: ['a', 'b', undefined][random(3)] };
      disposals.dispose(one);
      alive.set(one, one);
    } else if (action < 16 && some !== undefined) {
      if (action === 14) disposals.end(some);
      else disposals.drop(some);
      alive.delete(some);
    } else if (action < 18) {
      pass(random(2), random(300));
    }
    const counted = new Map([...disposals.countUncollected()].filter(([, count]) => count > 0));
    const expected = new Map();
    for (const { label } of uncollected(LIMITS)) expected.set(label, (expected.get(label) ?? 0) + 1);
    assert.deepStrictEqual(counted, expected);
    most = Math.max(most, counted.get('a') ?? 0);
    for (const one of alive.keys()) one.reported = false;
  }
  assert.ok(most > 100, `at most ${most} were uncollected`);

  disposals.clear();
  assert.strictEqual(disposals.countUncollected().size, 0);
});

test('counting what is uncollected does not tell of it', () => {
  const { disposals, record, pass } = simulated();
  const [asked, silent] = [record(), record()];
  for (const one of [asked, silent]) disposals.dispose(one);
  pass(3, 1000);
  assert.deepStrictEqual([...disposals.countUncollected()], [['session', 2]]);
  // The GC that collects them is the fourth; they survived three, but nobody was told.
  assert.strictEqual(asked.reported, false);
  disposals.end(asked);
  disposals.drop(silent);
  assert.deepStrictEqual([...disposals.countUncollected()], [['session', 0]]);
  assert.strictEqual(disposals.takeEnded().collectedLate.length, 0);
});

test('a registry remembers no record of what was given up', () => {
  const targets = [{}, {}, {}];
  const registry = new Registry(1, () => {});
  const slots = targets.map((target) => registry.native.track(target, registry.unlabelled.word));
  slots.forEach((slot, index) => {
    const record = registry.disposal(slot, index + 1, registry.unlabelled, undefined);
    registry.disposals.dispose(record);
  });
  const remembered = () => {
    const uncollected = registry.disposals.uncollected({ fullGCs: 0, delayMs: 0 }, () => false);
    return uncollected.map(({ entry }) => entry.id);
  };
  assert.deepStrictEqual(remembered(), [1, 2, 3]);
  registry.untrack(slots[1], 2);
  assert.deepStrictEqual(remembered(), [1, 3]);
  registry.stop();
  assert.deepStrictEqual(remembered(), []);
  assert.strictEqual(targets.length, 3);
});

test('markDisposed says whether it is the first time and the target still tracked', () => {
  const target = {};
  for (const tracked of [trackGC(target), trackGC(target, undefined, { disposable: true })]) {
    assert.strictEqual(tracked.markDisposed(), true);
    assert.strictEqual(tracked.markDisposed(), false);
  }
  const untracked = trackGC(target);
  untracked.untrack();
  assert.strictEqual(untracked.markDisposed(), false);
  const stopped = trackGC(target);
  stopTrackGC();
  assert.strictEqual(stopped.markDisposed(), false);
});

test('disposal changes no counter', () => {
  const target = {};
  stopTrackGC();
  const tracked = trackGC(target, undefined, { label: 'session', disposable: true });
  const before = trackingStats();
  assert.strictEqual(before.live, 1);
  tracked.markDisposed();
  assert.deepStrictEqual(trackingStats(), before);
});

test('bad options are refused, with a code', async () => {
  const invalid = { name: 'TypeError', code: 'ERR_GC_TRACKER_INVALID_OPTIONS' };
  assert.throws(() => trackGC({}, undefined, { disposable: 1 }), {
    ...invalid,
    message: 'disposable must be true or false, not 1',
  });
  const table = [
    ['explain', "the options must be an object like { explain: true }, not 'explain'"],
    [null, 'the options must be an object like { explain: true }, not null'],
    [{ fullGCs: 0 }, 'fullGCs must be an integer from 1 to 1000, not 0'],
    [{ delayMs: -1 }, 'delayMs must be a number of 0 or more, not -1'],
    [{ delayMs: Number.NaN }, 'delayMs must be a number of 0 or more, not NaN'],
    [{ explain: 'yes' }, "explain must be true or false, not 'yes'"],
  ];
  for (const [options, message] of table) {
    await assert.rejects(findLeaks(options), { ...invalid, message });
  }
});

test('a failure to explain is a warning, and the leaks are there without', async (t) => {
  const examine = require('../../lib/leaks/examine.js');
  t.mock.method(examine, 'examine', async () => {
    throw new Error('planted');
  });
  const target = {};
  trackGC(target).markDisposed();
  for (let cycle = 0; cycle < 4; cycle++) await forceGC();
  const warned = new Promise((resolve) => process.once('warning', resolve));
  const { uncollected } = await findLeaks({ delayMs: 0, explain: true });
  assert.deepStrictEqual(
    uncollected.map((entry) => 'leak' in entry),
    [false],
  );
  const { code, message } = await warned;
  assert.deepStrictEqual(
    [code, message],
    ['ERR_GC_TRACKER_NOT_EXPLAINED', 'the leaks could not be explained: planted'],
  );
  assert.ok(target);
  stopTrackGC();
});
