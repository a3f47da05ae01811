'use strict';

// `npm run bench:sandbox`: what a second sandbox costs of the first, for each package, and OpenCV three ways: plain, with a context a call
// by hand, and recycled. Each figure is the median over processes of their own, which take turns. Exit 1 if a bar is missed.
//
//     node bench/sandbox/run.js [--parts creation,work] [--runtimes 20,26] [--reps 5] [--calls 2000] [--limit 512]

const { execFile } = require('node:child_process');
const path = require('node:path');
const process = require('node:process');
const { parseArgs, promisify } = require('node:util');
const { packages } = require('../../__test__/sandbox/packages.js');
const { workloads } = require('../../__test__/sandbox/workloads.js');
const { bytes } = require('../../lib/util/numbers.js');
const { chooseRuntimes, describeMachine } = require('../machine.js');
const { median } = require('../statistics.js');

const BARS = { creation: 0.3, throughput: 0.9 };
const MEGA = 2 ** 20;
/** By hand there is no end to it: after so many calls the growth a call is known. */
const CALLS_BY_HAND = 30;

const parts = { creation: measureCreation, work: measureWork };

async function main() {
  const { values } = parseArgs({
    options: {
      parts: { type: 'string', default: Object.keys(parts).join() },
      runtimes: { type: 'string' },
      reps: { type: 'string', default: '5' },
      calls: { type: 'string', default: '2000' },
      limit: { type: 'string', default: '512' },
    },
  });
  const options = {};
  for (const name of ['reps', 'calls', 'limit']) options[name] = whole(name, values[name]);
  packages();
  const { cpu, cores, date } = describeMachine();
  console.log(`${cpu}, ${cores} cores, ${date}, medians of ${options.reps} processes`);
  const met = [];
  for (const part of values.parts.split(',')) {
    if (!Object.hasOwn(parts, part)) {
      throw new Error(`--parts takes some of ${Object.keys(parts).join()}, not '${part}'`);
    }
    for (const runtime of chooseRuntimes(values.runtimes?.split(','))) {
      met.push(...(await parts[part](runtime, options)));
    }
  }
  return met.every(Boolean) ? 0 : 1;
}

function whole(name, text) {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new Error(`--${name} takes a whole number above 0, not '${text}'`);
}

async function measureCreation(runtime, { reps }) {
  const names = Object.keys(workloads);
  const results = await alternate(
    names.map((name) => () => run(runtime, 'creation.js', { name })),
    reps,
  );
  console.log(`\nnode ${runtime.version}: createSandbox, ms, bar ${BARS.creation} of the first`);
  return names.map((name, index) => {
    const [first, second, third] = [0, 1, 2].map((i) => median(results[index].map(({ times }) => times[i])));
    const ratio = second / first;
    const row = [first, second, third].map((ms, i) => `${['first', 'second', 'third'][i]} ${ms.toFixed(1)}`);
    console.log(
      `  ${name.padEnd(8)} ${row.join('  ')}  ratio ${ratio.toFixed(2)}${missed(ratio <= BARS.creation)}`,
    );
    return ratio <= BARS.creation;
  });
}

async function measureWork(runtime, { reps, calls, limit }) {
  const maxWasmBytes = limit * MEGA;
  const contenders = {
    plain: { calls: 1e6 },
    recycled: { calls, maxWasmBytes },
    byHand: { calls: CALLS_BY_HAND },
  };
  const runs = Object.entries(contenders).map(
    ([way, more]) =>
      () =>
        run(runtime, 'work.js', { way, ...more }),
  );
  const [plain, recycled, byHand] = await alternate(runs, reps);
  const ratio = median(recycled.map(({ perSecond }, i) => perSecond / plain[i].perSecond));
  console.log(`\nnode ${runtime.version}: image operations with OpenCV`);
  tellWay('plain', plain, `${of(plain, 'calls')} calls, then: ${plain.at(-1).died}`);
  const { calls: made, listeners } = byHand.at(-1);
  const growth = `${bytes(of(byHand, 'rssPerCall'))} more each call, ${listeners} listeners left after ${made}`;
  tellWay('by hand', byHand, growth);
  tellWay('recycle', recycled, `${calls} calls, maxWasmBytes ${bytes(maxWasmBytes)}`);
  const cpu = of(plain, 'cpuMs') / of(recycled, 'cpuMs');
  console.log(`  processor time a call, all threads: plain / recycle ${cpu.toFixed(2)}`);
  console.log(`  recycle / plain ${ratio.toFixed(2)}${missed(ratio >= BARS.throughput)}`);
  const switches = recycled.flatMap((one) => one.switches);
  const spread = (key) => {
    const all = switches.map((one) => one[key]);
    return `${median(all).toFixed(0)} (at most ${Math.max(...all).toFixed(0)})`;
  };
  const figures = `creation ${spread('createMs')}, until the proof ${spread('totalMs')}, longest pause ${spread('pauseMs')}`;
  console.log(`  ${switches.length} switches, ms: ${figures}`);
  return [ratio >= BARS.throughput];
}

function tellWay(name, results, rest) {
  const rate = `${of(results, 'perSecond').toFixed(1)} calls/s`.padStart(14);
  const cpu = `${of(results, 'cpuMs').toFixed(1)} ms CPU`.padStart(13);
  console.log(
    `  ${name.padEnd(8)} ${rate} ${cpu}  peak RSS ${bytes(of(results, 'peakRss')).padStart(7)}  ${rest}`,
  );
}

function of(results, key) {
  return median(results.map((result) => result[key]));
}

function missed(met) {
  return met ? '' : '  MISSED';
}

/** What each has resolved with, by turns. */
async function alternate(contenders, reps) {
  const results = contenders.map(() => []);
  for (let rep = 0; rep < reps; rep++) {
    for (const [index, contender] of contenders.entries()) results[index].push(await contender());
  }
  return results;
}

async function run({ command }, file, options) {
  const args = [path.join(__dirname, file), JSON.stringify(options)];
  // By hand, Node.js warns of the listeners.
  const { stdout } = await promisify(execFile)(command, args, { timeout: 300_000 });
  return JSON.parse(/^RESULT (.*)$/m.exec(stdout)[1]);
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    console.error(`bench: ${error.message}`);
    process.exitCode = 2;
  },
);
