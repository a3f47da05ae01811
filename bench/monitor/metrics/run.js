'use strict';

// `npm run bench:metrics`: what metrics cost. See ../README.md.

const path = require('node:path');
const { current } = require('../../../__test__/packages');
const { alternate, rowsOf } = require('../../harness/alternate.js');
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
    const measured = (table) => measure(table, runtime, options, progress);
    yield await measured({
      measure: 'tracking',
      title: 'tracking, ns a target',
      metrics: { register: { digits: 1, ratio: true }, total: { digits: 1, ratio: true } },
      entries: options.contenders.map((contender) => ({
        contender,
        job: { checkout: contender.checkout, metrics: contender.metrics, size: 300_000, rounds: 5 },
      })),
    });
    yield await measured({
      measure: 'scrape',
      title: 'a scrape by labels, µs: reading alone, and with the text that prom-client makes',
      metrics: { read: { digits: 1 }, text: { digits: 1 } },
      entries: LABELS.map((labels) => ({
        contender: { name: labels, title: String(labels) },
        job: { labels },
      })),
    });
    yield await measured({
      measure: 'record',
      title: 'OpenTelemetry, ns a value',
      metrics: { record: { digits: 1 } },
      entries: [{ contender: { name: 'sdk', title: 'SDK' }, job: {} }],
    });
  }
}

async function measure({ measure: name, title, metrics, entries }, runtime, { reps }, progress) {
  const args = ['--expose-gc', path.join(__dirname, 'child.js')];
  const results = await alternate(
    entries.map(({ contender, job }) => ({
      contender,
      run: () => runChild(runtime.command, args, { measure: name, ...job }, { timeoutMs: TIMEOUT_MS }),
    })),
    { repetitions: reps, progress: (turn) => progress(`${name} · ${runtime.name} · ${turn}`) },
  );
  const rows = rowsOf(metrics, results);
  return { id: name, title, runtime: runtime.name, version: runtime.version, metrics, rows };
}

module.exports = bench;
if (require.main === module) run(bench);
