'use strict';

// Proves: worker threads may be terminated at any moment of tracking, collecting and delivering, end
// by themselves, throw or exit: no crash, every exit code is right, the main thread's own tracking is
// not disturbed, and no memory is left behind. Workers cost memory themselves, so RSS after each wave
// is compared with an equal run whose workers do the same without gc-tracker.

const { measure } = require('./harness.js');
const { MB, count, growth, megabytes } = require('./numbers.js');

/**
 * In the long form chance makes up to 7 MB of difference (Node 24), and a worker that leaves its tables
 * behind loses 0.4 MB, which is 70 MB in all. The short one can only find the loss of whole heaps: those of
 * its 18 measured workers have 160 MB and more, and chance makes steps of up to 12 MB (V8's young
 * generation, on Node 24).
 */
const ALLOWED = { short: 24 * MB, long: 20 * MB };

async function run(runtime, { long, seed }) {
  const [waves, workers] = long ? [30, 10] : [10, 3];
  const limitMs = long ? 300_000 : 60_000;
  const start = (mode) =>
    measure(runtime, 'workers.js', {
      args: [mode, waves, workers, seed],
      env: { MALLOC_ARENA_MAX: '1' },
      limitMs,
    });
  const tracking = await start('tracking');
  const control = await start('control');
  const problems = [...tracking.problems, ...control.problems];
  if (tracking.figures === null || control.figures === null) return { problems, figure: '' };

  // Node 26 needs a third of the long run until it has all the memory that it wants.
  const skip = Math.floor(waves * 0.4);
  const [grown, grownControl] = [tracking, control].map(({ figures }) => growth(figures.rss, { skip }));
  if (grown - grownControl > (long ? ALLOWED.long : ALLOWED.short)) {
    const series = ({ figures }) => figures.rss.map(megabytes).join(', ');
    problems.push(
      `RSS grew by ${megabytes(grown)}, without gc-tracker by ${megabytes(grownControl)}; ` +
        `after each wave: ${series(tracking)}; without: ${series(control)}`,
    );
  }
  const figure =
    `${waves * workers} workers, ${tracking.figures.ends.terminate} terminated, ` +
    `${count(tracking.figures.tracked)} targets in them; ` +
    `RSS grew ${megabytes(grown)}, without gc-tracker ${megabytes(grownControl)}`;
  return { problems, figure };
}

module.exports = { run };
