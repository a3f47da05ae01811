'use strict';

// One measurement in a process of its own: `child.js <scenario> <contender> <size> <rounds>`. Prints one
// line, RESULT and JSON: { metrics }, { unavailable: reason } or { failed: reason }. Then it waits to be
// killed.

const { setTimeout } = require('node:timers');
const v8 = require('node:v8');
const vm = require('node:vm');
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

let kept;

async function main([scenarioName, contender, size, rounds]) {
  const { run } = scenarios.find(({ name }) => name === scenarioName);
  let watch;
  try {
    watch = contender === 'none' ? undefined : load(contender);
  } catch (error) {
    return { unavailable: firstLine(error) };
  }
  try {
    const collect = collector();
    kept = fillHeap(size, collect);
    // So that it is old, as a program's state is.
    for (let i = 0; i < 3; i++) collect();
    const { heapUsed } = process.memoryUsage();
    return { metrics: { ...(await run(watch, { rounds: Number(rounds), collect })), heap: heapUsed } };
  } catch (error) {
    return { failed: firstLine(error) };
  }
}

function firstLine(error) {
  return String(error?.message ?? error).split('\n')[0];
}

main(process.argv.slice(2)).then((result) => {
  process.stdout.write(`RESULT ${JSON.stringify({ ...result, kept: kept?.length })}\n`);
  setTimeout(() => process.exit(), 10_000);
});
