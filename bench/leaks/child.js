'use strict';

// One measurement in a process of its own: { scenario, contender, checkout, size, rounds }.

const process = require('node:process');
const v8 = require('node:v8');
const vm = require('node:vm');
const { answer, ifAvailable } = require('../harness/child.js');
const { load } = require('./contenders/index.js');
const { fillHeap } = require('./heap.js');
const { scenarios } = require('./scenarios/index.js');

/** The bench's own, between measurements. */
function collector() {
  v8.setFlagsFromString('--expose-gc');
  const gc = vm.runInNewContext('gc');
  v8.setFlagsFromString('--no-expose-gc');
  return gc;
}

answer(async ({ scenario, contender, checkout, size, rounds }) => {
  const { run } = scenarios.find(({ name }) => name === scenario);
  const watch = contender === 'none' ? undefined : ifAvailable(() => load(contender, checkout));
  const collect = collector();
  globalThis.benchHeap = fillHeap(size, collect);
  // So that it is old, as a program's state is.
  for (let i = 0; i < 3; i++) collect();
  const { heapUsed } = process.memoryUsage();
  return { ...(await run(watch, { rounds, collect })), heap: heapUsed };
});
