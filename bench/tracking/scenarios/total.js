'use strict';

// Registration, the full GC that collects all targets, and the delivery of all callbacks; `total` is their sum. Targets
// are made, and have survived a GC, before the clock runs. Figures are per object.

const { hold, trackHeld, drop, collect, until, settle } = require('../workload.js');
const { steady } = require('../../harness/statistics.js');

/** A round that takes longer ends, and reports the share that was delivered. */
const BOUND_MS = 20_000;

async function run(contender, { size, rounds, label }) {
  const results = [];
  for (let round = 0; round < rounds; round++) {
    const result = await measure(contender, size, label);
    results.push(result);
    if (result.share < 1) break;
  }
  return { ...steady(results), share: Math.min(...results.map(({ share }) => share)) };
}

async function measure(contender, size, label) {
  let reported = 0;
  const callback = () => {
    reported++;
  };
  hold(size);
  collect();
  await settle();
  const register = trackHeld(contender, callback, label);
  drop();
  const gc = collect();
  const start = process.hrtime.bigint();
  const complete = contender.reports === false || (await until(() => reported === size, BOUND_MS));
  const delivery = Number(process.hrtime.bigint() - start) / 1e6;
  const each = (ms) => (ms * 1e6) / size;
  return {
    register: each(register),
    gc: each(gc),
    delivery: each(delivery),
    total: each(register + gc + delivery),
    share: complete ? 1 : reported / size,
  };
}

module.exports = {
  name: 'total',
  title: 'register, collect and deliver',
  repetitions: 5,
  cases: ({ size, quick }) => [{ size: size ?? (quick ? 100_000 : 300_000), rounds: quick ? 2 : 5 }],
  metrics: {
    register: { unit: 'ns' },
    gc: { unit: 'ns' },
    delivery: { unit: 'ns' },
    total: { unit: 'ns', ratio: true },
    share: { unit: '', digits: 3 },
  },
  run,
};
