'use strict';

// Proves: memory stays flat over ten rounds of many targets tracked and collected. RSS after each
// round; growth is the median of rounds 7 to 10 against that of rounds 3 to 6, and in the long form
// no round after the second may exceed the second by more than the bound either.
//
// Three things are switched off that make RSS climb by steps for up to a dozen rounds, or swing by 40 MB:
// glibc's malloc arena for each thread, its growing threshold above which it gives memory back at once (V8
// frees vectors of 10 to 40 MB after each collecting GC), and V8's doubling of the new space. With them Node 26 rose by 17 to 35 %
// after round 2 of 1 M targets (by 5 % with nothing tracked), in one arena by less than 1 %.

const { measure } = require('./harness.js');
const { count, growth, megabytes } = require('./numbers.js');

const ROUNDS = 10;
const BOUND = 0.05;
const STEADY = {
  env: { MALLOC_ARENA_MAX: '1', MALLOC_MMAP_THRESHOLD_: '131072' },
  flags: ['--min-semi-space-size=16', '--max-semi-space-size=16'],
};

async function run(runtime, { long }) {
  const targets = long ? 1_000_000 : 200_000;
  const limitMs = long ? 300_000 : 60_000;
  const { problems, figures } = await measure(runtime, 'memory.js', {
    args: [ROUNDS, targets],
    limitMs,
    ...STEADY,
  });
  if (figures === null) return { problems, figure: '' };
  const trend = growth(figures.rss, { skip: 2 });
  const second = figures.rss[1];
  const most = Math.max(...figures.rss.slice(2)) - second;
  const series = figures.rss.map(megabytes).join(', ');
  if (trend > BOUND * second) problems.push(`RSS grew by ${percent(trend / second)}: ${series}`);
  if (long && most > BOUND * second)
    problems.push(`RSS rose ${percent(most / second)} over round 2: ${series}`);
  const figure =
    `${ROUNDS} rounds of ${count(targets)}: RSS ${megabytes(second)} after round 2, ` +
    `later at most ${percent(most / second)} over it, trend ${percent(trend / second)}`;
  return { problems, figure };
}

function percent(part) {
  return `${part >= 0 ? '+' : ''}${(part * 100).toFixed(1)} %`;
}

module.exports = { run };
