'use strict';

// `npm run bench:heap`: measures the heap analyzer against others, over the same snapshots. See README.md.

const { alternate, rowsOf } = require('../harness/alternate.js');
const { checkout, count, list, nodes } = require('../harness/options.js');
const { run } = require('../harness/run.js');
const { bars } = require('./bars.js');
const { contenders } = require('./contenders/index.js');
const { analyze } = require('./analyze.js');
const { SIZES, snapshotOf } = require('./generate.js');
const { build } = require('./native.js');

const REPETITIONS = 3;
const MB = 1e6;

const metrics = {
  wall: { unit: 'ms', ratio: true },
  cpu: { head: 'CPU', unit: 'ms', ratio: true },
  rss: { head: 'peak RSS', unit: 'MB', format: (bytes) => (bytes / MB).toFixed(0) },
  file: { head: 'RSS', unit: '/ file', digits: 2 },
  speed: { unit: 'MB/s' },
  runs: {},
};

const bench = {
  file: __filename,
  about: 'medians over runs; a ratio "x …" is gc-tracker over the other: below 1 gc-tracker is faster',
  options: { sizes: list(...SIZES), nodes: nodes(), reps: count(), against: checkout },
  contenders,
  tables,
  bars,
  barsTitle: 'Must reach (issue 3)',
};

async function* tables(options, { tell, progress }) {
  build();
  for (const size of options.sizes) {
    for (const runtime of options.nodes) yield await measure(size, runtime, options, tell, progress);
  }
}

async function measure(size, runtime, { contenders: chosen, reps }, tell, progress) {
  const snapshot = snapshotOf(size, runtime, tell);
  const entries = chosen.map((contender) => ({
    contender,
    problem: contender.problem,
    repetitions: reps ?? (contender.slow && size === 'large' ? 1 : REPETITIONS),
    run: () => analyze(contender, runtime, snapshot),
  }));
  const results = await alternate(entries, {
    repetitions: reps ?? REPETITIONS,
    progress: (turn) => progress(`${size} · ${runtime.name} · ${turn}`),
  });
  const { bytes, nodes: nodeCount, edges, stringBytes } = snapshot;
  const rows = rowsOf(metrics, results, ({ median: { wall, rss }, repetitions }) => ({
    file: rss / bytes,
    speed: bytes / wall / 1e3,
    runs: repetitions.length,
  }));
  const megabytes = (number) => `${(number / MB).toFixed(0)} MB`;
  return {
    id: size,
    title: `${size}: ${megabytes(bytes)}, ${grouped(nodeCount)} nodes, ${grouped(edges)} edges, strings ${megabytes(stringBytes)}`,
    runtime: runtime.name,
    version: runtime.version,
    snapshot,
    metrics,
    rows,
    notes: [
      ...agreement(rows, 'nodes', 'nodes'),
      ...agreement(rows, 'retained', 'bytes retained by the root'),
    ],
  };
}

/** Whether the contenders that report a number report the same one: that they did the same work. */
function agreement(rows, key, what) {
  const reported = rows.filter(({ median }) => median.answer?.[key] !== undefined);
  const values = new Set(reported.map(({ median }) => median.answer[key]));
  if (values.size === 0) return [];
  if (values.size === 1) return [`${what}: all say ${grouped([...values][0])}`];
  const each = reported.map(({ title, median }) => `${title} says ${grouped(median.answer[key])}`);
  return [`${what}: ${each.join(', ')}`];
}

function grouped(number) {
  return number.toLocaleString('en-US');
}

module.exports = bench;
if (require.main === module) run(bench);
