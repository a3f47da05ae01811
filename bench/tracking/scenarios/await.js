'use strict';

// What one tracked, living object costs a program that has nothing to do with it: async calls nested and in a row,
// promises in parallel, and a timer now and then. A hook on promises would show here. Each process runs the program
// before and after it begins to track; `slowdown` is the later time over the earlier one. That of `none` shows what
// changes with time alone.

const { setImmediate, setTimeout } = require('node:timers');
const { performance } = require('node:perf_hooks');
const { hold, trackHeld } = require('../workload.js');
const { median } = require('../../harness/statistics.js');

const DEPTH = 12;
const PARALLEL = 8;
/** Rounds until the optimizer is done. */
const WARM_UP = 6;

async function run(contender, { steps, rounds, label }) {
  await elapsed(steps, WARM_UP);
  const before = await elapsed(steps, rounds);
  hold(1);
  trackHeld(contender, () => {}, label);
  const after = await elapsed(steps, rounds);
  return { before, after, slowdown: after / before };
}

/** The median of that many rounds, in ms. */
async function elapsed(steps, rounds) {
  const results = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await work(steps);
    results.push(performance.now() - start);
  }
  return median(results);
}

async function work(steps) {
  let sum = 0;
  for (let step = 0; step < steps; step++) {
    sum += await nested(DEPTH);
    const parts = await Promise.all(Array.from({ length: PARALLEL }, (_, index) => nested(index % 3)));
    sum += parts.length;
    if (step % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
    if (step % 500 === 0) await new Promise((resolve) => setTimeout(resolve, 0));
  }
  return sum;
}

async function nested(depth) {
  return depth === 0 ? 0 : 1 + (await nested(depth - 1));
}

module.exports = {
  name: 'await',
  title: 'await-heavy program, one object tracked',
  repetitions: 5,
  cases: ({ quick }) => [{ steps: 5000, rounds: quick ? 3 : 11 }],
  metrics: {
    before: { unit: 'ms', digits: 1 },
    after: { unit: 'ms', digits: 1 },
    slowdown: { unit: 'x before', digits: 3, overNone: true },
  },
  run,
};
