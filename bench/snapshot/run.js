'use strict';

// `node bench/snapshot/run.js`: what a heap snapshot costs a process, by the size of its heap. See README.md.

const { execFile } = require('node:child_process');
const path = require('node:path');
const { parseArgs, promisify } = require('node:util');
const { bytes } = require('../../lib/util/numbers.js');
const { chooseRuntimes, describeMachine } = require('../machine.js');
const { medians } = require('../statistics.js');

const WAYS = ['file', 'take', 'explain'];

async function main() {
  const { values } = parseArgs({
    options: {
      sizes: { type: 'string', default: '10,50,250' },
      ways: { type: 'string', default: WAYS.join() },
      runtimes: { type: 'string' },
      reps: { type: 'string', default: '3' },
      leaks: { type: 'string', default: '1' },
    },
  });
  const sizes = values.sizes.split(',').map((text) => whole('sizes', text));
  const [reps, leaks] = ['reps', 'leaks'].map((name) => whole(name, values[name]));
  const ways = values.ways.split(',');
  for (const way of ways) {
    if (!WAYS.includes(way)) throw new Error(`--ways takes some of ${WAYS.join()}, not '${way}'`);
  }
  const { cpu, cores, date } = describeMachine();
  console.log(`${cpu}, ${cores} cores, ${date}, medians of ${reps} processes`);
  for (const runtime of chooseRuntimes(values.runtimes?.split(','))) {
    console.log(`\nNode.js ${runtime.version}`);
    printRow(['way', 'heap', 'pause', 'all', 'CPU', 'memory', 'of heap', 'file']);
    for (const size of sizes) await measure(runtime, ways, { size, reps, leaks });
  }
}

function whole(name, text) {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new Error(`--${name} takes whole numbers above 0, not '${text}'`);
}

/** The ways take turns, each in a process of its own. */
async function measure({ command }, ways, { size, reps, leaks }) {
  const results = new Map(ways.map((way) => [way, []]));
  for (let rep = 0; rep < reps; rep++) {
    for (const way of ways) results.get(way).push(await run(command, [way, size, leaks]));
  }
  for (const [way, some] of results) {
    const { heapUsed, pauseMs, allMs, cpuMs, peakBytes, fileBytes } = medians(some);
    const file = fileBytes === undefined ? '' : bytes(fileBytes);
    const ratio = `x ${(peakBytes / heapUsed).toFixed(1)}`;
    const times = [pauseMs, allMs, cpuMs].map((time) => `${Math.round(time).toLocaleString('en')} ms`);
    printRow([way, bytes(heapUsed), ...times, bytes(peakBytes), ratio, file]);
  }
}

async function run(command, parameters) {
  const args = ['--max-old-space-size=20000', path.join(__dirname, 'child.js'), ...parameters.map(String)];
  const { stdout } = await promisify(execFile)(command, args, { timeout: 600_000 });
  return JSON.parse(stdout);
}

function printRow([way, ...cells]) {
  console.log(way.padEnd(9) + cells.map((cell) => cell.padStart(12)).join(''));
}

main();
