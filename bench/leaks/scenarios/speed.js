'use strict';

// How fast the process allocates before and after a failed assertion: nanoseconds an object.

const { setImmediate } = require('node:timers/promises');
const { performance } = require('node:perf_hooks');
const { median } = require('../../harness/statistics.js');

const OBJECTS = 1_000_000;
/** So many objects are alive at a time, survive a minor GC, and are moved. */
const KEPT = 50_000;

function allocate() {
  const kept = new Array(KEPT);
  for (let i = 0; i < OBJECTS; i++) kept[i % KEPT] = { number: i, pair: [i, i + 1] };
  return kept;
}

async function measure(rounds) {
  const times = [];
  for (let round = 0; round < rounds; round++) {
    const began = performance.now();
    allocate();
    times.push(((performance.now() - began) * 1e6) / OBJECTS);
    await setImmediate();
  }
  return median(times);
}

function speed(make) {
  return async (watch, { rounds, collect }) => {
    const start = (number) => watch?.(make(number));
    await measure(rounds);
    collect();
    const before = await measure(rounds);
    const verdict = await start(0)?.();
    if (verdict?.held === false) throw new Error('says that the target is garbage, and it is held');
    collect();
    const after = await measure(rounds);
    return { before, after, slower: after / before };
  };
}

module.exports = { speed };
