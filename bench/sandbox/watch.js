'use strict';

// `npm run bench:watch`: what watchWasm costs a call, of a leaky module of our own: not watched, and watched without
// and with stacks. See README.md.

const path = require('node:path');
const { measure } = require('../harness/alternate.js');
const { count, nodes } = require('../harness/options.js');
const { run } = require('../harness/run.js');
const { runChild } = require('../harness/spawn.js');
const { operations } = require('./operations.js');

const TIMEOUT_MS = 300_000;

const CONTENDERS = [
  { name: 'unwatched', title: 'unwatched' },
  { name: 'without stacks', title: 'without stacks', watch: { stacks: false } },
  { name: 'watched', title: 'watched', watch: {} },
];

const ns = (value) => `${value.toFixed(0)} ns`;
const times = (ratio) => `x ${ratio.toFixed(1)}`;
const metrics = {
  unwatched: { format: ns },
  'without stacks': { format: ns },
  'x without stacks': { head: '', format: times },
  watched: { format: ns },
  'x watched': { head: '', format: times },
};

const bench = {
  file: __filename,
  about: 'medians over processes, processor time a call; a ratio "x …" is over the unwatched module',
  options: { nodes: nodes(), reps: count(5) },
  tables,
};

async function* tables(options, { progress }) {
  const args = [path.join(__dirname, 'watch-child.js')];
  for (const runtime of options.nodes) {
    const entries = CONTENDERS.map((contender) => ({
      contender,
      run: () => runChild(runtime.command, args, contender, { timeoutMs: TIMEOUT_MS }),
    }));
    const turns = { repetitions: options.reps };
    const table = await measure(
      { id: 'watch', title: 'watchWasm', runtime, metrics: {}, entries, turns },
      progress,
    );
    yield { ...table, metrics, rows: rowsByOperation(table.rows) };
  }
}

/** A row for each operation, with the figures of all contenders. */
function rowsByOperation(contenders) {
  const failed = contenders.find(({ problem }) => problem !== undefined);
  return Object.keys(operations).map((title) => {
    const median = {};
    for (const { contender, median: figures } of contenders) {
      median[contender] = figures[title];
      median[`x ${contender}`] = figures[title] / contenders[0].median[title];
    }
    return { contender: title, title, problem: failed?.problem, median };
  });
}

module.exports = bench;
if (require.main === module) run(bench);
