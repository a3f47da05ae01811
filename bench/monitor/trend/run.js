'use strict';

// `npm run bench:trend`: simulated services, with and without a leak, and how each detector judges them, at every
// sample of a day. A false alarm is any `growing` without a leak, a miss is none with one. See ../README.md.

const { fork } = require('node:child_process');
const { once } = require('node:events');
const os = require('node:os');
const process = require('node:process');
const { count } = require('../../harness/options.js');
const { run } = require('../../harness/run.js');
const { DETECTORS, examine } = require('./detectors.js');
const { CLEAN, HARD, LEAKING, makeTrace } = require('./traces.js');

const HOUR = 3_600_000;
const RATES = [1e4, 1e5, 1e6, 1e7];
const NAMES = Object.keys(DETECTORS);
const COLUMNS = Object.fromEntries(NAMES.map((name) => [name, {}]));

/** [{ name, rate, days }]; the rate, in bytes an hour, is 0 if there is no leak. */
const CASES = [
  ...Object.keys(CLEAN).map((name) => ({ name, rate: 0, days: 1 })),
  ...Object.keys(LEAKING).flatMap((name) => RATES.map((rate) => ({ name, rate, days: 1 }))),
  ...Object.keys(HARD).map((name) => ({ name, rate: 1e6, days: 3 })),
  ...[1e4, 1e5].map((rate) => ({ name: 'leak, steady', rate, days: 7 })),
];

const bench = {
  file: __filename,
  about: 'false alarms, misses and delays of detectors, by seeds of the simulation',
  options: { seeds: count(20), first: count(1) },
  tables,
};

async function* tables({ seeds, first }, { progress }) {
  const jobs = CASES.flatMap((one) => Array.from({ length: seeds }, (_, i) => ({ ...one, seed: first + i })));
  const results = await runAll(jobs, progress);
  const cases = CASES.map((one) =>
    summarize(
      one,
      results.filter((result) => isOf(result, one)),
    ),
  );
  const table = (id, title, metrics, rows) => ({
    id,
    title,
    runtime: `node ${process.versions.node.split('.')[0]}`,
    version: process.versions.node,
    metrics,
    rows,
  });
  const clean = cases.filter(({ rate }) => rate === 0);
  const leaking = cases.filter(({ rate }) => rate > 0);
  yield table('clean', 'days without a leak: false alarms', COLUMNS, clean.map(rowOfClean));
  yield table(
    'leaking',
    'leaks: missed; delay until found, median and longest, in hours',
    COLUMNS,
    leaking.map(rowOfLeak),
  );
  yield table(
    'all',
    'in all: false alarms in days without a leak; leaks of 1 MB/h and more missed within a day',
    { alarms: {}, share: { unit: '%', digits: 1 }, missed: {}, early: { unit: 'before they leaked' } },
    NAMES.map((name) => ({ contender: name, title: name, median: total(name, cases) })),
  );
}

function isOf(result, { name, rate, days }) {
  return result.name === name && result.rate === rate && result.days === days;
}

/** Each job's results, by processes as many as there are cores. */
async function runAll(jobs, progress) {
  const results = [];
  const waiting = [...jobs];
  const work = async () => {
    const child = fork(__filename, ['--child']);
    while (waiting.length > 0) {
      child.send(waiting.shift());
      const [result] = await once(child, 'message');
      results.push(result);
      progress(`${results.length} of ${jobs.length}`);
    }
    child.disconnect();
  };
  await Promise.all(Array.from({ length: os.availableParallelism() }, work));
  return results;
}

function answerJobs() {
  process.on('message', (job) => {
    const trace = makeTrace(job.name, job.rate, job.seed, job.days);
    const of = Object.fromEntries(NAMES.map((name) => [name, examine(name, trace)]));
    process.send({ ...job, of });
  });
}

/** Of one case, by detector: how many alarms and misses, and the delays in hours. */
function summarize(one, results) {
  const by = NAMES.map((name) => {
    const all = results.map(({ of }) => of[name]);
    const delays = all.flatMap(({ delay }) => (delay === null ? [] : [delay / HOUR])).sort((a, b) => a - b);
    const alarms = all.filter(({ alarm }) => alarm).length;
    return [name, { alarms, missed: all.length - delays.length, delays }];
  });
  return { ...one, traces: results.length, by: Object.fromEntries(by) };
}

function rowOfClean({ name, traces, by }) {
  return rowOf(name, by, ({ alarms }) => `${alarms} of ${traces}`);
}

function rowOfLeak({ name, rate, days, traces, by }) {
  const title = `${name}, ${rate / 1e6} MB/h${days > 1 ? `, ${days} days` : ''}`;
  return rowOf(title, by, ({ missed, delays }) => {
    if (missed === traces) return 'all missed';
    const delay = `${delays[delays.length >> 1].toFixed(1)}, ${delays.at(-1).toFixed(1)} h`;
    return missed === 0 ? delay : `${missed} missed; ${delay}`;
  });
}

function rowOf(title, by, cell) {
  const cells = Object.entries(by).map(([name, figures]) => [name, cell(figures)]);
  return { contender: title, title, by, median: Object.fromEntries(cells) };
}

function total(name, cases) {
  const sum = (some, key) => some.reduce((all, { by }) => all + by[name][key], 0);
  const clean = cases.filter(({ rate }) => rate === 0);
  const large = cases.filter(({ rate, days }) => rate >= 1e6 && days === 1);
  const traces = (some) => some.reduce((all, one) => all + one.traces, 0);
  const alarms = sum(clean, 'alarms');
  return {
    alarms: `${alarms} of ${traces(clean)}`,
    share: (100 * alarms) / traces(clean),
    missed: `${sum(large, 'missed')} of ${traces(large)}`,
    early: sum(large, 'alarms'),
  };
}

module.exports = bench;
if (process.argv[2] === '--child') answerJobs();
else if (require.main === module) run(bench);
