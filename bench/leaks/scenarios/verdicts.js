'use strict';

// The time from watching a new target to the verdict on it: of the first one in the process (as a test has
// it, with what is loaded only then), and the median of the later ones.

const { setImmediate } = require('node:timers/promises');
const { performance } = require('node:perf_hooks');
const { median } = require('../../statistics.js');

/** Macrotasks between two rounds, in which leftovers of the last one go. */
const PAUSE = 30;

const WRONG = {
  true: 'says that the target is garbage, and it is held',
  false: 'says that the target is held, and it is garbage',
};

function verdicts(expected, make, clean = () => {}) {
  return async (watch, { rounds, collect }) => {
    // In a frame of its own, whose registers go with it.
    const start = (number) => watch(make(number));
    const times = [];
    let path;
    for (let round = 0; round < rounds; round++) {
      collect();
      for (let turn = 0; turn < PAUSE; turn++) await setImmediate();
      const began = performance.now();
      const verdict = await start(round)();
      times.push(performance.now() - began);
      if (verdict.held !== expected) throw new Error(WRONG[expected]);
      path = verdict.path;
      clean();
    }
    return { first: times[0], later: median(times.slice(1)), path };
  };
}

module.exports = { verdicts };
