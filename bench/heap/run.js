'use strict';

// `npm run bench:heap`: measures the heap analyzer against others, over the same snapshots. See README.md.

const { measure } = require('../harness/alternate.js');
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
    for (const runtime of options.nodes) {
      yield await measureSnapshot(snapshotOf(size, runtime, tell), runtime, options, progress);
    }
  }
}

async function measureSnapshot(snapshot, runtime, { contenders: chosen, reps }, progress) {
  const { size, bytes, nodes: nodeCount, edges, stringBytes } = snapshot;
  const entries = chosen.map((contender) => ({
    contender,
    problem: contender.problem,
    repetitions: reps ?? (contender.slow && size === 'large' ? 1 : REPETITIONS),
    run: () => analyze(contender, runtime, snapshot),
  }));
  const megabytes = (number) => `${(number / MB).toFixed(0)} MB`;
  const counts = `${grouped(nodeCount)} nodes, ${grouped(edges)} edges`;
  const title = `${size}: ${megabytes(bytes)}, ${counts}, strings ${megabytes(stringBytes)}`;
  const derive = ({ median: { wall, rss }, repetitions }) => ({
    file: rss / bytes,
    speed: bytes / wall / 1e3,
    runs: repetitions.length,
  });
  const turns = { repetitions: reps ?? REPETITIONS };
  const table = await measure({ id: size, title, runtime, metrics, entries, turns, derive }, progress);
  const notes = [
    ...agreement(table.rows, 'nodes', 'nodes'),
    ...agreement(table.rows, 'retained', 'bytes retained by the root'),
  ];
  return { ...table, snapshot, notes };
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
