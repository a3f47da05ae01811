'use strict';

// `npm run bench:sandbox`: what a second sandbox costs of the first, for each package, and OpenCV three ways: plain,
// with a context a call by hand, and recycled. See README.md.

const path = require('node:path');
const { packages } = require('../../__test__/sandbox/packages.js');
const { workloads } = require('../../__test__/sandbox/workloads.js');
const { bytes } = require('../../lib/util/numbers.js');
const { measure } = require('../harness/alternate.js');
const { count, list, nodes } = require('../harness/options.js');
const { run } = require('../harness/run.js');
const { runChild } = require('../harness/spawn.js');
const { median } = require('../harness/statistics.js');

const TIMEOUT_MS = 300_000;
const MEGA = 2 ** 20;
/** By hand there is no end to it: after so many calls the growth a call is known. */
const CALLS_BY_HAND = 30;

const parts = { creation, work };

const bench = {
  file: __filename,
  about: 'medians over processes',
  options: {
    parts: list(...Object.keys(parts)),
    nodes: nodes('20', '24', '26'),
    reps: count(5),
    calls: count(2000),
    limit: count(512),
  },
  tables,
  barsTitle: 'Must reach (issue 6)',
  bars: [
    ...Object.keys(workloads).map((name) => ({
      what: `second / first sandbox of ${name}`,
      bar: 0.3,
      value: (row) => row('creation', name)?.median.ratio,
    })),
    {
      what: 'calls a second, recycle / plain, at least',
      bar: 0.9,
      atLeast: true,
      value: (row) => row('work', 'recycled')?.median.ratio,
    },
  ],
};

async function* tables(options, { progress }) {
  packages();
  for (const id of options.parts) {
    for (const runtime of options.nodes) {
      const { jobs, notes, ...part } = parts[id](options);
      const entries = jobs.map(({ contender, file, job }) => ({
        contender,
        run: () => runChild(runtime.command, [path.join(__dirname, file)], job, { timeoutMs: TIMEOUT_MS }),
      }));
      const turns = { repetitions: options.reps };
      const table = await measure({ id, runtime, entries, turns, ...part }, progress);
      yield { ...table, notes: notes?.(table.rows.filter(({ problem }) => problem === undefined)) };
    }
  }
}

function creation() {
  const ms = { unit: 'ms', digits: 1 };
  return {
    title: 'createSandbox',
    metrics: { first: ms, second: ms, third: ms, ratio: { unit: 'second / first', digits: 2 } },
    jobs: Object.keys(workloads).map((name) => ({
      contender: { name, title: name },
      file: 'creation.js',
      job: { name },
    })),
    derive: ({ median: { first, second } }) => ({ ratio: second / first }),
  };
}

function work({ calls, limit }) {
  const maxWasmBytes = limit * MEGA;
  const ways = [
    { way: 'plain', title: 'plain', calls: 1e6 },
    { way: 'recycled', title: 'recycle', calls, maxWasmBytes },
    { way: 'byHand', title: 'by hand', calls: CALLS_BY_HAND },
  ];
  return {
    title: `image operations with OpenCV, maxWasmBytes ${bytes(maxWasmBytes)}`,
    metrics: {
      calls: {},
      perSecond: { head: 'calls/s', digits: 1 },
      cpuMs: { head: 'CPU', unit: 'ms', digits: 1 },
      peakRss: { head: 'peak RSS', format: bytes },
      rssPerCall: { head: 'RSS', unit: 'more each call', format: bytes },
      listeners: { unit: 'left' },
      ratio: { head: 'calls/s', unit: '/ plain', digits: 2 },
      cpuRatio: { head: 'CPU', unit: 'plain /', digits: 2 },
    },
    jobs: ways.map(({ title, ...job }) => ({ contender: { name: job.way, title }, file: 'work.js', job })),
    derive(row, rowOf) {
      const plain = rowOf('plain');
      const ratios = row.repetitions.map(({ perSecond }, i) => perSecond / plain.repetitions[i]?.perSecond);
      return { ratio: median(ratios), cpuRatio: plain.median.cpuMs / row.median.cpuMs };
    },
    notes: (rows) => rows.flatMap((row) => notesOf(row)),
  };
}

/** How the process ended early, and how long its switches took. */
function notesOf({ title, median: { calls, died }, repetitions }) {
  const switches = repetitions.flatMap((one) => one.switches);
  const spread = (key) => {
    const all = switches.map((one) => one[key]);
    return `${median(all).toFixed(0)} (at most ${Math.max(...all).toFixed(0)})`;
  };
  const figures = () =>
    `creation ${spread('createMs')}, until the proof ${spread('totalMs')}, longest pause ${spread('pauseMs')}`;
  return [
    ...(died === null ? [] : [`${title}: ${calls} calls, then: ${died}`]),
    ...(switches.length === 0 ? [] : [`${title}: ${switches.length} switches, ms: ${figures()}`]),
  ];
}

module.exports = bench;
if (require.main === module) run(bench);
