'use strict';

// Whether memory comes back: RSS after each round, in which a million targets are tracked and collected. `flat` is the
// highest RSS from the third round on over that of the second. `heap2` and `heapEnd` are V8's part (heapTotal) in the
// second and the last round, to tell it from native memory.

const { hold, trackHeld, drop, collect, until, settle } = require('../workload.js');

const BOUND_MS = 20_000;
/** GCs after a round, with which V8 gives pages back. */
const CYCLES = 3;
const SETTLE_MS = 50;

async function run(contender, { size, memoryRounds, label }) {
  let reported = 0;
  let share = 1;
  const callback = () => {
    reported++;
  };
  const rss = [];
  const heap = [];
  for (let round = 0; round < memoryRounds; round++) {
    reported = 0;
    hold(size);
    trackHeld(contender, callback, label);
    drop();
    collect();
    if (contender.reports !== false && !(await until(() => reported === size, BOUND_MS))) {
      share = Math.min(share, reported / size);
    }
    for (let cycle = 0; cycle < CYCLES; cycle++) {
      collect();
      await settle(SETTLE_MS);
    }
    const usage = process.memoryUsage();
    rss.push(megabytes(usage.rss));
    heap.push(megabytes(usage.heapTotal));
  }
  const highest = Math.max(...rss.slice(2));
  const [rss1, rss2] = rss;
  const last = rss.at(-1);
  return {
    rss,
    heap,
    rss1,
    rss2,
    highest,
    last,
    heap2: heap[1],
    heapEnd: heap.at(-1),
    flat: highest / rss2,
    share,
  };
}

function megabytes(bytes) {
  return Math.round(bytes / 1e5) / 10;
}

module.exports = {
  name: 'memory',
  title: 'RSS after rounds of tracked and collected',
  repetitions: 1,
  contenders: ['gc-tracker', 'equal-fr', 'bare-fr', 'none'],
  cases: ({ size, quick }) => [{ size: size ?? (quick ? 100_000 : 1_000_000), memoryRounds: quick ? 6 : 10 }],
  metrics: {
    rss1: { unit: 'MB' },
    rss2: { unit: 'MB' },
    highest: { unit: 'MB' },
    last: { unit: 'MB' },
    heap2: { unit: 'MB' },
    heapEnd: { unit: 'MB' },
    flat: { unit: 'x rss2', digits: 3 },
    share: { unit: '', digits: 3 },
  },
  run,
};
