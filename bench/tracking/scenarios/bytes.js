'use strict';

// Memory that tracking takes, per object: RSS after full GCs with all targets alive, less RSS of the contender `none`,
// which holds the same objects in the same way.

const { hold, trackHeld, collect, settle } = require('../workload.js');

const CYCLES = 4;

async function run(contender, { size, label }) {
  hold(size);
  trackHeld(contender, () => {}, label);
  for (let cycle = 0; cycle < CYCLES; cycle++) {
    collect();
    await settle(50);
  }
  return { rss: process.memoryUsage.rss() / 1e6, size };
}

/** { bytes } from a row's medians and those of `none`. */
function derive({ median: { rss, size } }, rowOf) {
  return { bytes: ((rss - rowOf('none')?.median.rss) * 1e6) / size };
}

module.exports = {
  name: 'bytes',
  title: 'memory with all alive',
  repetitions: 2,
  exact: true,
  cases: ({ size, quick }) => [{ size: size ?? (quick ? 100_000 : 1_000_000) }],
  metrics: {
    rss: { unit: 'MB' },
    bytes: { unit: 'B', ratio: true },
  },
  derive,
  run,
};
