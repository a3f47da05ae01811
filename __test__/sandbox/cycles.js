'use strict';

// `npm run cycles`: 500 times a sandbox of each real package is created, used so that it leaks, and disposed of, on all Node versions:
// the memory of the process stays flat, each disposal is proven, and nothing is left behind. Exit 1 if not.
//
//     node __test__/sandbox/cycles.js [--long] [--cycles 40] [--packages sql.js,draco3d] [--runtimes 20,26] [--as-is]
//
// Three things grow with whatever a process does, to a bound of their own and at any time: V8's space for new objects (on Node 24
// from 27 MB to 130 MB), the malloc arenas of the threads in which V8 compiles WebAssembly, and glibc's heap, which keeps blocks of
// 10 MB once it has seen one freed. So that they do not hide what is asked here, the first is kept at what it is on Node 20, there is
// one arena, and blocks of a megabyte go back to the system; `--as-is` leaves all to themselves.

const { join } = require('node:path');
const process = require('node:process');
const { isDeepStrictEqual, parseArgs } = require('node:util');
const { bytes } = require('../../lib/util/numbers.js');
const { installedNodes } = require('../runtimes');
const { packages } = require('./packages.js');
const { workloads } = require('./workloads.js');
const { runNode } = require('../support/run.js');

const SHORT = 40;
const LONG = 500;
/** Until then a process may grow: V8 compiles, and malloc and the collector learn what they need. */
const WARM_UP = 20;
/** Of what it had after these, as much it may have at the end. */
const FLAT = 1.1;
const TIMEOUT_MS = 900_000;
const STEADY = {
  args: ['--max-semi-space-size=16'],
  env: { ...process.env, MALLOC_ARENA_MAX: '1', MALLOC_MMAP_THRESHOLD_: '1048576' },
};

/** How many cycles are looked at after the warm-up, and at the end: some, for RSS is not steady to the megabyte. */
const windowOf = (cycles) => Math.floor((cycles - WARM_UP) / 2.5);

/**
 * Cycles in a process of their own: { cycles, start, end: RSS after the warm-up and at the end, in bytes, most: its maximum since,
 * ratio: of end to start, wasmBytes: the least that a disposal gave back, problems: what is wrong, in words }.
 */
async function runCycles({ command }, name, cycles = SHORT, { args, env } = STEADY) {
  packages();
  const child = [...args, join(__dirname, 'cycle.js'), JSON.stringify({ name, cycles })];
  const { stdout } = await runNode(child, { command, env, timeout: TIMEOUT_MS });
  const { rss, proven, failed, before, after } = JSON.parse(/^RESULT (.*)$/m.exec(stdout)[1]);
  const size = Math.min(windowOf(cycles), 50);
  const start = median(rss.slice(WARM_UP, WARM_UP + size));
  const end = median(rss.slice(-size));
  const result = { cycles, start, end, ratio: end / start, most: Math.max(...rss.slice(WARM_UP)) };
  const problems = problemsOf(result, { proven, failed, before, after });
  return { ...result, wasmBytes: Math.min(...proven), problems };
}

function problemsOf({ cycles, start, end, ratio }, { proven, failed, before, after }) {
  const problems = [...failed];
  if (ratio > FLAT) problems.push(`RSS went from ${bytes(start)} to ${bytes(end)}`);
  const disposals = proven.filter((wasmBytes) => wasmBytes > 0).length;
  if (disposals !== cycles) problems.push(`${disposals} disposals were proven and gave memory back`);
  if (!isDeepStrictEqual(before, after)) {
    problems.push(`listeners and timers were ${JSON.stringify(before)}, and are ${JSON.stringify(after)}`);
  }
  return problems;
}

function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

async function main() {
  const { values } = parseArgs({
    options: {
      long: { type: 'boolean', default: false },
      cycles: { type: 'string' },
      packages: { type: 'string', default: Object.keys(workloads).join() },
      runtimes: { type: 'string' },
      'as-is': { type: 'boolean', default: false },
    },
  });
  const cycles = Number(values.cycles ?? (values.long ? LONG : SHORT));
  if (!(cycles >= SHORT)) throw new Error(`--cycles takes a number from ${SHORT}, not '${values.cycles}'`);
  const how = values['as-is'] ? { args: [], env: process.env } : STEADY;
  const wanted = values.runtimes?.split(',').map((major) => `node ${major}`);
  const runtimes = installedNodes().filter(({ name }) => wanted?.includes(name) ?? true);
  console.log(`${cycles} cycles; RSS after ${WARM_UP} of them and at the end, medians\n`);
  let bad = 0;
  for (const runtime of runtimes) {
    for (const name of values.packages.split(',')) {
      const { start, end, most, ratio, wasmBytes, problems } = await runCycles(runtime, name, cycles, how);
      const memory = `${bytes(start).padStart(8)} ${bytes(end).padStart(8)}  x ${ratio.toFixed(3)}`;
      const rest = `at most ${bytes(most)}, ${bytes(wasmBytes)} of wasm given back each time`;
      const verdict = problems.length > 0 ? `WRONG: ${problems.join('; ')}` : 'flat';
      console.log(`${runtime.name}  ${name.padEnd(8)} ${memory}  ${rest}: ${verdict}`);
      bad += problems.length;
    }
  }
  return bad > 0 ? 1 : 0;
}

module.exports = { runCycles };

if (require.main === module) {
  main().then(
    (code) => {
      process.exitCode = code;
    },
    (error) => {
      console.error(`cycles: ${error.message}`);
      process.exitCode = 2;
    },
  );
}
