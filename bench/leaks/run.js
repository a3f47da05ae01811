'use strict';

// `npm run bench:leaks`: measures the leak assertions against others. See README.md.

const os = require('node:os');
const path = require('node:path');
const { measure } = require('../harness/alternate.js');
const { checkout, count, list, nodes } = require('../harness/options.js');
const { run } = require('../harness/run.js');
const { runChild } = require('../harness/spawn.js');
const { bars } = require('./bars.js');
const { contenders } = require('./contenders/index.js');
const { SIZES } = require('./heap.js');
const { scenarios } = require('./scenarios/index.js');

const TIMEOUT_MS = 600_000;

const usual = nodes('20', '24', '26');
const every = nodes('20', '22', '24', '26');

/** For all alike: memlab keeps the snapshot of a large heap as JavaScript objects. */
const ROOMY = `--max-old-space-size=${Math.floor((os.totalmem() * 0.7) / 2 ** 20)}`;

const bench = {
  file: __filename,
  about: 'medians over processes; a ratio "x …" is gc-tracker over the other: below 1 gc-tracker is faster',
  options: {
    sizes: list(...Object.keys(SIZES)),
    nodes: {
      hint: usual.hint,
      parse: (given) => ({ usual: usual.parse(given), every: every.parse(given) }),
    },
    reps: count(),
    against: checkout,
  },
  contenders,
  scenarios,
  tables,
  bars,
  barsTitle: 'Must reach (issue 4)',
};

async function* tables(options, { progress }) {
  for (const scenario of options.scenarios) {
    for (const size of scenario.sizes ?? Object.keys(SIZES)) {
      if (!options.sizes.includes(size)) continue;
      for (const runtime of options.nodes[scenario.nodes]) {
        yield await measureHeap(scenario, size, runtime, options, progress);
      }
    }
  }
}

async function measureHeap(scenario, size, runtime, options, progress) {
  const { name, title, metrics } = scenario;
  const entries = options.contenders
    .filter((contender) => scenario.contenders.includes(contender.twinOf ?? contender.name))
    .map((contender) => entryOf(contender, scenario, size, runtime));
  const turns = { repetitions: options.reps ?? scenario.repetitions[size] };
  const table = await measure({ id: `${name} ${size}`, runtime, metrics, entries, turns }, progress);
  const heap = table.rows.find(({ median }) => median.heap !== undefined)?.median.heap;
  return { ...table, title: `${name}: ${title} · heap ${(heap / 1e6).toFixed(0)} MB (${size})`, size };
}

function entryOf(contender, { name: scenario, rounds }, size, runtime) {
  const { name, twinOf = name, checkout: folder, problem } = contender;
  const args = [...runtime.args, ROOMY, path.join(__dirname, 'child.js')];
  const job = { scenario, contender: twinOf, checkout: folder, size, rounds: rounds[size] };
  // As in a test.
  const env = { NODE_ENV: 'test' };
  return {
    contender,
    problem,
    run: () => runChild(runtime.command, args, job, { timeoutMs: TIMEOUT_MS, env }),
  };
}

module.exports = bench;
if (require.main === module) run(bench);
