'use strict';

// `npm run bench:trend`: simulated services, with and without a leak, and how each detector judges them: at every
// sample of a day. A false alarm is any `growing` without a leak, a miss none with one.
//
//     node bench/trend/run.js [--seeds 20] [--first 1] [--json]

const { fork } = require('node:child_process');
const { once } = require('node:events');
const os = require('node:os');
const process = require('node:process');
const { parseArgs } = require('node:util');
const { DETECTORS, examine } = require('./detectors.js');
const { CLEAN, HARD, LEAKING, makeTrace } = require('./traces.js');

const HOUR = 3_600_000;
const RATES = [1e4, 1e5, 1e6, 1e7];

/** [{ name, rate, days }]; the rate is 0 of what does not leak. */
const CASES = [
  ...Object.keys(CLEAN).map((name) => ({ name, rate: 0, days: 1 })),
  ...Object.keys(LEAKING).flatMap((name) => RATES.map((rate) => ({ name, rate, days: 1 }))),
  ...Object.keys(HARD).map((name) => ({ name, rate: 1e6, days: 3 })),
  ...[1e4, 1e5].map((rate) => ({ name: 'leak, steady', rate, days: 7 })),
];

async function main() {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '20' },
      first: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
    },
  });
  const [seeds, first] = [Number(values.seeds), Number(values.first)];
  if (!(Number.isInteger(seeds) && seeds > 0 && Number.isInteger(first))) {
    throw new Error('--seeds and --first take whole numbers');
  }
  const jobs = CASES.flatMap((one) => Array.from({ length: seeds }, (_, i) => ({ ...one, seed: first + i })));
  const results = await runAll(jobs);
  const rows = CASES.map((one) =>
    summarize(
      one,
      results.filter((result) => isOf(result, one)),
    ),
  );
  const totals = Object.keys(DETECTORS).map((name) => total(name, rows));
  if (values.json) console.log(JSON.stringify({ seeds, first, rows, totals }, null, 2));
  else print(seeds, first, rows, totals);
}

function isOf(result, { name, rate, days }) {
  return result.name === name && result.rate === rate && result.days === days;
}

/** Each job's results, by processes as many as there are cores. */
async function runAll(jobs) {
  const results = [];
  const waiting = [...jobs];
  const work = async () => {
    const child = fork(__filename, ['--child']);
    while (waiting.length > 0) {
      child.send(waiting.shift());
      const [result] = await once(child, 'message');
      results.push(result);
      if (process.stderr.isTTY) process.stderr.write(`\r${results.length} of ${jobs.length} `);
    }
    child.disconnect();
  };
  await Promise.all(Array.from({ length: os.availableParallelism() }, work));
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  return results;
}

function child() {
  process.on('message', (job) => {
    const trace = makeTrace(job.name, job.rate, job.seed, job.days);
    const of = Object.fromEntries(Object.keys(DETECTORS).map((name) => [name, examine(name, trace)]));
    process.send({ ...job, of });
  });
}

/** Of one case: by detector how many alarms, misses, and the delays in hours. */
function summarize(one, results) {
  const by = Object.keys(DETECTORS).map((name) => {
    const all = results.map(({ of }) => of[name]);
    const delays = all.flatMap(({ delay }) => (delay === null ? [] : [delay / HOUR])).sort((a, b) => a - b);
    return [
      name,
      { alarms: all.filter(({ alarm }) => alarm).length, missed: all.length - delays.length, delays },
    ];
  });
  return { ...one, traces: results.length, by: Object.fromEntries(by) };
}

function total(name, rows) {
  const sum = (some, key) => some.reduce((all, { by }) => all + by[name][key], 0);
  const clean = rows.filter(({ rate }) => rate === 0);
  const large = rows.filter(({ rate, days }) => rate >= 1e6 && days === 1);
  const traces = (some) => some.reduce((all, row) => all + row.traces, 0);
  return {
    name,
    clean: traces(clean),
    alarms: sum(clean, 'alarms'),
    leaking: traces(large),
    missed: sum(large, 'missed'),
    early: sum(large, 'alarms'),
  };
}

function print(seeds, first, rows, totals) {
  const names = Object.keys(DETECTORS);
  console.log(`${seeds} seeds from ${first} on, ${process.version}\n`);
  console.log(
    `days without a leak: false alarms\n\n${['', ...names].map((text) => text.padEnd(18)).join('')}`,
  );
  for (const { name, traces, by } of rows.filter(({ rate }) => rate === 0)) {
    const cells = names.map((detector) => `${by[detector].alarms} of ${traces}`);
    console.log([name, ...cells].map((text) => text.padEnd(18)).join(''));
  }
  console.log('\nleaks: missed; delay until found, median and longest, in hours\n');
  console.log(['', '', ...names].map((text) => text.padEnd(24)).join(''));
  for (const { name, rate, days, traces, by } of rows.filter((row) => row.rate > 0)) {
    const cells = names.map((detector) => cell(by[detector], traces));
    const title = `${rate / 1e6} MB/h${days > 1 ? `, ${days} days` : ''}`;
    console.log([name, title, ...cells].map((text) => text.padEnd(24)).join(''));
  }
  console.log(
    '\nin all: false alarms in days without a leak; leaks of 1 MB/h and more missed within a day\n',
  );
  for (const { name, clean, alarms, leaking, missed, early } of totals) {
    const percent = ((100 * alarms) / clean).toFixed(1);
    const text = `${alarms} of ${clean} (${percent} %); ${missed} of ${leaking}`;
    console.log(
      `${name.padEnd(18)}${text}${early > 0 ? `, ${early} called growing before they leaked` : ''}`,
    );
  }
}

function cell({ missed, delays }, traces) {
  if (missed === traces) return 'all missed';
  const delay = `${delays[delays.length >> 1].toFixed(1)}, ${delays.at(-1).toFixed(1)} h`;
  return missed === 0 ? delay : `${missed} missed; ${delay}`;
}

if (process.argv[2] === '--child') child();
else {
  main().catch((error) => {
    console.error(`bench: ${error.message}`);
    process.exitCode = 2;
  });
}
