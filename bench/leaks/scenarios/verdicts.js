'use strict';

// The time from watching a new target to the verdict on it: for the first target in the process, which includes what is
// loaded only then, as in a test; and the median for the later ones.

const { setImmediate } = require('node:timers/promises');
const { performance } = require('node:perf_hooks');
const { median } = require('../../harness/statistics.js');

/** Macrotasks between two rounds, which let the work of the last one end. */
const PAUSE = 30;

const WRONG = {
  true: 'says that the target is garbage, and it is held',
  false: 'says that the target is held, and it is garbage',
};

/** With `old`, the target is watched and grows old before the time begins. */
function verdicts(expected, make, { old = false, clean = () => {} } = {}) {
  return async (watch, { rounds, collect }) => {
    const begin = old ? (number) => grownOld(watch, make, number, collect) : () => undefined;
    // In a frame of its own, since its registers end with it.
    const start = (number) => watch(make(number));
    const times = [];
    for (let round = 0; round < rounds; round++) {
      collect();
      for (let turn = 0; turn < PAUSE; turn++) await setImmediate();
      const begun = await begin(round);
      const before = performance.now();
      const { held, path } = await (begun ?? start(round))();
      times.push(performance.now() - before);
      if (held !== expected) throw new Error(WRONG[expected]);
      if (path === 0) throw new Error('gives no path');
      clean();
    }
    return { first: times[0], later: median(times.slice(1)) };
  };
}

/** A target that is watched, held during some GCs, and let go. */
async function grownOld(watch, make, number, collect) {
  const held = [];
  const hold = () => {
    held.push(make(number));
    return watch(held[0]);
  };
  const verdict = hold();
  for (let i = 0; i < 3; i++) {
    await setImmediate();
    collect();
  }
  held.length = 0;
  await setImmediate();
  return verdict;
}

module.exports = { verdicts };
