'use strict';

// `npm run bench:metrics`: what metrics cost. See ../README.md.

const path = require('node:path');
const { current } = require('../../../__test__/packages');
const { measure } = require('../../harness/alternate.js');
const { root } = require('../../harness/checkout.js');
const { checkout, count, nodes } = require('../../harness/options.js');
const { run } = require('../../harness/run.js');
const { runChild } = require('../../harness/spawn.js');

const TIMEOUT_MS = 120_000;
const LABELS = [1, 10, 100, 1000];

const bench = {
  file: __filename,
  about: 'medians over processes; a ratio "x …" is gc-tracker without metrics over the other',
  options: { nodes: nodes(), reps: count(7), against: checkout },
  contenders: [
    { name: 'gc-tracker', title: 'gc-tracker', ours: true, metrics: false },
    { name: 'with-metrics', title: 'with metrics', checkout: root, metrics: true },
  ],
  tables,
};

async function* tables(options, { progress }) {
  current();
  for (const runtime of options.nodes) {
    for (const { id, title, metrics, contenders } of measures(options.contenders)) {
      const entries = contenders.map((contender) => ({
        contender,
        run: () => runMeasure(id, contender, runtime),
      }));
      const turns = { repetitions: options.reps };
      yield await measure({ id, title, runtime, metrics, entries, turns }, progress);
    }
  }
}

/** The tables, by the measures of child.js; `job` is what a measure gets. */
function measures(contenders) {
  return [
    {
      id: 'tracking',
      title: 'tracking, ns a target',
      metrics: { register: { digits: 1, ratio: true }, total: { digits: 1, ratio: true } },
      contenders: contenders.map(({ checkout: folder, metrics, ...contender }) => ({
        ...contender,
        job: { checkout: folder, metrics, size: 300_000, rounds: 5 },
      })),
    },
    {
      id: 'scrape',
      title: 'a scrape by labels, µs: reading alone, and with the text that prom-client makes',
      metrics: { read: { digits: 1 }, text: { digits: 1 } },
      contenders: LABELS.map((labels) => ({ name: `${labels}`, title: `${labels}`, job: { labels } })),
    },
    {
      id: 'record',
      title: 'OpenTelemetry, ns a value',
      metrics: { record: { digits: 1 } },
      contenders: [{ name: 'sdk', title: 'SDK', job: {} }],
    },
  ];
}

function runMeasure(id, { job }, runtime) {
  const args = ['--expose-gc', path.join(__dirname, 'child.js')];
  return runChild(runtime.command, args, { measure: id, ...job }, { timeoutMs: TIMEOUT_MS });
}

module.exports = bench;
if (require.main === module) run(bench);
