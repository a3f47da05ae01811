'use strict';

// Proves: of many targets each callback runs exactly once, the counters add up, and the delivery
// leaves the event loop running. Half of them are alive at once, half are born and die by turns.

const { measure } = require('./harness.js');
const { count, megabytes } = require('./numbers.js');

async function run(runtime, { long }) {
  const targets = long ? 10_000_000 : 1_000_000;
  const limitMs = long ? 400_000 : 60_000;
  const { problems, figures } = await measure(runtime, 'many.js', { args: [targets], limitMs });
  return { problems, figure: figures === null ? '' : describe(figures) };
}

function describe({ targets, untracked, peakRss, stallMs, gapMs, perTurn }) {
  return (
    `${count(targets)} targets, ${count(untracked)} untracked; peak RSS ${megabytes(peakRss)}; ` +
    `delivery: longest turn ${stallMs.toFixed(0)} ms (with GC ${gapMs.toFixed(0)} ms), ${count(perTurn)} callbacks`
  );
}

module.exports = { run };
