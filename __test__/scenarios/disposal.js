'use strict';

// Disposable and disposed targets: findLeaks tells of those that were collected before they were disposed, of
// those that are alive long after it, and of those that were collected late; and of no others.

const { trackGC, stopTrackGC, forceGC, findLeaks, trackingStats } = require('../..');
const { assert, each, gc, isNode, macrotask, run, until } = require('./support.js');

const NOW = { delayMs: 0 };

/** As programs have it: the target holds its own handle, and nobody else does. */
class Session {
  constructor(label, callback) {
    this.tracked = trackGC(this, callback, { label, disposable: true, stack: true });
  }
}

const labels = (leaks) => leaks.map(({ label }) => label).sort();

/** Full GCs until all given trackings have been delivered: a register may pin a target for one. */
const collect = (what, gone) => until(gone, what, gc);

async function noLeaks() {
  const { notDisposed, uncollected, collectedLate, dropped } = await findLeaks(NOW);
  assert.deepStrictEqual([notDisposed, uncollected, collectedLate], [[], [], []]);
  assert.deepStrictEqual(dropped, { notDisposed: 0, collectedLate: 0 });
}

async function notDisposed() {
  const ended = [];
  each(1, () => new Session('forgotten'));
  // A program may hang what it wants on a handle.
  each(1, () => {
    const session = new Session('a cycle');
    session.tracked.session = session;
  });
  each(1, () => new Session('with a callback', () => ended.push('callback')));
  each(1, () => new Session('with a handle', (tracked) => ended.push(tracked.label)));
  each(1, () => new Session('done').tracked.markDisposed());
  each(1, () => new Session('given up').tracked.untrack());
  each(1, () => trackGC({}, undefined, { label: 'of no interest' }));
  await collect('all sessions', () => trackingStats().live === 0 && trackingStats().pending === 0);
  assert.deepStrictEqual(ended.sort(), ['callback', 'with a handle']);

  const found = await findLeaks();
  assert.deepStrictEqual(labels(found.notDisposed), [
    'a cycle',
    'forgotten',
    'with a callback',
    'with a handle',
  ]);
  for (const leak of found.notDisposed) {
    assert.match(leak.stack, /disposal\.js/);
    assert.ok(Math.abs(leak.collectedAt - Date.now()) < 60_000);
  }
  assert.deepStrictEqual([found.uncollected, found.collectedLate], [[], []]);
  await noLeaks();
}

async function uncollected() {
  const held = each(2, (i) => new Session(`held ${i}`));
  held[0].tracked.markDisposed();
  await noLeaks();
  await forceGC({ cycles: 3 });
  assert.deepStrictEqual((await findLeaks({ delayMs: 60_000 })).uncollected, []);
  assert.deepStrictEqual((await findLeaks({ delayMs: 0, fullGCs: 100 })).uncollected, []);
  for (let time = 0; time < 2; time++) {
    const [leak, ...others] = (await findLeaks(NOW)).uncollected;
    assert.deepStrictEqual(others, []);
    assert.strictEqual(leak.id, held[0].tracked.id);
    assert.strictEqual(leak.label, 'held 0');
    assert.match(leak.stack, /disposal\.js/);
    assert.ok(leak.fullGCs >= 3 && leak.disposedAt <= Date.now());
    assert.ok(!('leak' in leak));
  }
  if (isNode) await explained(held[0]);

  // It was alive for too long, which is told when it has come to its end.
  const release = () => held.shift().tracked;
  const tracked = release();
  let asked;
  for (let turn = 0; !tracked.collected && turn < 1000; turn++) {
    await macrotask();
    gc();
    // In the moment in which nobody but we can know.
    if (tracked.collected) asked = findLeaks(NOW);
  }
  const early = await asked;
  assert.deepStrictEqual(early?.uncollected ?? [], []);
  await until(() => trackingStats().pending === 0, 'its delivery');
  const { collectedLate: later, uncollected } = await findLeaks(NOW);
  const collectedLate = [...(early?.collectedLate ?? []), ...later];
  assert.deepStrictEqual([labels(collectedLate), uncollected], [['held 0'], []]);
  assert.ok(collectedLate[0].collectedAt >= collectedLate[0].disposedAt);
  assert.ok(collectedLate[0].fullGCs >= 3);
  await noLeaks();
  held[0].tracked.untrack();
}

let keeper;

async function explained(session) {
  keeper = session;
  const [{ leak }] = (await findLeaks({ ...NOW, explain: true })).uncollected;
  assert.strictEqual(leak.className, 'Session');
  assert.strictEqual(leak.label, 'held 0');
  assert.ok(leak.path.length > 0 && leak.retainedSize >= leak.shallowSize);
  keeper = undefined;
}

/** Of many, a hundred are looked at, and each label has its turn. */
async function manyExplained() {
  keeper = each(120, (i) => new Session(i % 12 === 0 ? 'rare' : 'frequent'));
  for (const { tracked } of keeper) tracked.markDisposed();
  await forceGC({ cycles: 3 });
  const { uncollected } = await findLeaks({ ...NOW, explain: true });
  assert.strictEqual(uncollected.length, keeper.length);
  const examined = uncollected.filter((leak) => 'leak' in leak);
  assert.strictEqual(examined.length, 100);
  assert.strictEqual(examined.filter(({ label }) => label === 'rare').length, 10);
  assert.ok(uncollected.every(({ stack }) => stack.includes('disposal.js')));
  for (const { tracked } of keeper) tracked.untrack();
  keeper = undefined;
}

/** Also for a target that nobody called disposable, and whose callback declares a parameter or none. */
async function markDisposed() {
  let ended = 0;
  const held = each(3, () => ({}));
  const handles = [
    trackGC(held[0]),
    trackGC(held[1], () => ended++),
    trackGC(held[2], (tracked) => {
      if (tracked.collected) ended++;
    }),
  ];
  for (const tracked of handles) {
    assert.strictEqual(tracked.markDisposed(), true);
    assert.strictEqual(tracked.markDisposed(), false);
  }
  await forceGC({ cycles: 3 });
  const { uncollected } = await findLeaks(NOW);
  assert.deepStrictEqual(
    uncollected.map(({ id }) => id),
    handles.map(({ id }) => id),
  );
  held.length = 0;
  await collect('the targets', () => handles.every(({ collected }) => collected));
  await collect('their callbacks', () => ended === 2 && trackingStats().pending === 0);
  assert.ok(handles.every((tracked) => tracked.markDisposed() === false));
  assert.strictEqual((await findLeaks(NOW)).collectedLate.length, 3);
}

/** A tracking that was given up has no end. */
async function givenUp() {
  const held = each(2, (i) => new Session(`held ${i}`));
  const [untracked, stopped] = held.map(({ tracked }) => tracked);
  untracked.markDisposed();
  stopped.markDisposed();
  assert.strictEqual(untracked.untrack(), true);
  assert.strictEqual(untracked.markDisposed(), false);
  await forceGC({ cycles: 3 });
  assert.deepStrictEqual(labels((await findLeaks(NOW)).uncollected), ['held 1']);
  stopTrackGC();
  assert.strictEqual(stopped.markDisposed(), false);
  await noLeaks();
  assert.ok(held);
}

/** Without a forced GC: the program's own count. */
async function natural() {
  const held = new Session('held');
  held.tracked.markDisposed();
  const hoard = [];
  let found = [];
  let asked = findLeaks(NOW);
  await until(
    () => found.length > 0,
    'three full GCs',
    () => {
      asked = asked.then((leaks) => {
        found = leaks.uncollected;
        return findLeaks(NOW);
      });
      hoard.push(new Array(200_000).fill(found));
      if (hoard.length > 100) hoard.length = 0;
    },
  );
  await asked;
  assert.deepStrictEqual(labels(found), ['held']);
  held.tracked.untrack();
}

run(async () => {
  await notDisposed();
  await uncollected();
  if (isNode) await manyExplained();
  await markDisposed();
  await natural();
  await givenUp();
  assert.strictEqual(keeper, undefined);
});
