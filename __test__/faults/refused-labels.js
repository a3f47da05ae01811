'use strict';
// flags: --expose-gc

// A label that is refused, because there are too many or because its target is, costs nothing: no memory, and no place among
// the labels.

const assert = require('node:assert');
const process = require('node:process');
const { setTimeout: delay } = require('node:timers/promises');
const { trackGC, trackingStats } = require('gc-tracker');

const MOST = 1_048_575;
const REFUSED = 300_000;
const MAX_BYTES = 4_000_000;
/** A symbol that is never collected. */
const shared = Symbol.for('shared');
const kept = [];

/** How often tracking was refused, and what its memory is afterwards. */
async function refusals(track, code) {
  await delay(50);
  globalThis.gc();
  const before = process.memoryUsage().heapUsed;
  let refused = 0;
  for (let index = 0; index < REFUSED; index++) {
    try {
      track(index);
    } catch (error) {
      if (error.code === code) refused++;
    }
  }
  await delay(50);
  globalThis.gc();
  return { refused, bytes: process.memoryUsage().heapUsed - before };
}

function check({ refused, bytes }) {
  assert.strictEqual(refused, REFUSED);
  assert.ok(bytes < MAX_BYTES, `${bytes} bytes`);
}

const labels = () => Object.keys(trackingStats().labels);

async function main() {
  check(
    await refusals(
      (index) => trackGC(shared, undefined, { label: `user ${index}` }),
      'ERR_GC_TRACKER_INVALID_TARGET',
    ),
  );
  assert.deepStrictEqual(labels(), []);

  // The label of a refused target is free for another.
  assert.throws(() => trackGC(shared, undefined, { label: 'a' }), { code: 'ERR_GC_TRACKER_INVALID_TARGET' });
  for (const label of ['b', 'a', 'a']) kept.push(Object.assign({}, { label }));
  for (const target of kept) trackGC(target, undefined, { label: target.label });
  const { a, b } = trackingStats().labels;
  assert.deepStrictEqual([a.live, b.live], [2, 1]);

  for (let index = 2; index < MOST; index++) trackGC({}, undefined, { label: `user ${index}` });
  const track = (index) => trackGC({}, undefined, { label: `more ${index}` });
  check(await refusals(track, 'ERR_GC_TRACKER_TOO_MANY_LABELS'));
  assert.strictEqual(labels().length, MOST);
  kept.push({});
  assert.strictEqual(trackGC(kept.at(-1), undefined, { label: 'a' }).label, 'a');
  assert.strictEqual(trackGC(kept.at(-1)).label, undefined);
}

main();
