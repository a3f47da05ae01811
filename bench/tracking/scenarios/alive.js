'use strict';

// What tracking costs while the targets live: the pause of a full GC, and what runs on the thread after it. The latter
// is measured in the 40 ms after the GC, in which the program does nothing else: the event loop's active time
// (performance.eventLoopUtilization), and the longest delay between two immediates.

const { setImmediate } = require('node:timers');
const { performance } = require('node:perf_hooks');
const { hold, trackHeld, collect, settle } = require('../workload.js');
const { medians } = require('../../harness/statistics.js');

const WATCH_MS = 40;
/** GCs until every target and handle is in the old generation. */
const WARM_UP = 3;

async function run(contender, { size, rounds, label }) {
  hold(size);
  collect();
  await settle();
  trackHeld(contender, () => {}, label);
  for (let round = 0; round < WARM_UP; round++) {
    collect();
    await settle(WATCH_MS);
  }
  const results = [];
  for (let round = 0; round < rounds; round++) {
    const pause = collect();
    const later = await activeTime();
    collect();
    results.push({ pause, later, longest: await longestDelay() });
  }
  return medians(results);
}

async function activeTime() {
  const before = performance.eventLoopUtilization();
  await settle(WATCH_MS);
  return performance.eventLoopUtilization(before).active;
}

function longestDelay() {
  const end = performance.now() + WATCH_MS;
  return new Promise((resolve) => {
    let longest = 0;
    let last = performance.now();
    const look = () => {
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
      if (now < end) setImmediate(look);
      else resolve(longest);
    };
    setImmediate(look);
  });
}

module.exports = {
  name: 'alive',
  title: 'full GC with all alive',
  repetitions: 3,
  cases: ({ size, quick }) => [{ size: size ?? (quick ? 100_000 : 300_000), rounds: quick ? 2 : 5 }],
  metrics: {
    pause: { unit: 'ms', digits: 1, ratio: true },
    later: { unit: 'ms', digits: 1 },
    longest: { unit: 'ms', digits: 1 },
  },
  run,
};
