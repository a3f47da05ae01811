'use strict';

// Whether memory comes back: rounds in which a million targets are tracked and collected, RSS after
// each. `flat` is the most of the rounds from the third on over the second.

const { hold, trackHeld, drop, collect, until, settle } = require('../workload.js');

const BOUND_MS = 20_000;
/** GCs after a round, in which V8 gives pages back. */
const CYCLES = 3;

async function run(contender, { size, memoryRounds, label }) {
  let reported = 0;
  let share = 1;
  const callback = () => {
    reported++;
  };
  const rss = [];
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
      await settle(100);
    }
    rss.push(Math.round(process.memoryUsage.rss() / 1e5) / 10);
  }
  const flat = Math.max(...rss.slice(2)) / rss[1];
  return { rss, rss1: rss[0], rss2: rss[1], highest: Math.max(...rss.slice(2)), last: rss.at(-1), flat, share };
}

module.exports = {
  name: 'memory',
  title: 'RSS after rounds of tracked and collected',
  repetitions: 1,
  contenders: ['gc-tracker', 'equal-fr', 'bare-fr', 'none'],
  cases: ({ size, quick }) => [{ size: size ?? (quick ? 100_000 : 1_000_000), memoryRounds: 10 }],
  metrics: {
    rss1: { unit: 'MB' },
    rss2: { unit: 'MB' },
    highest: { unit: 'MB' },
    last: { unit: 'MB' },
    flat: { unit: 'x rss2', digits: 3 },
    share: { unit: '', digits: 3 },
  },
  run,
};
