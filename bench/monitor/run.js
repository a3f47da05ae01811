'use strict';

// `npm run bench:monitor`: what the monitor costs an HTTP service under load: requests a second and memory with it and
// without it. Each service is a process of its own. A pair is up at the same time, and its services take turns, so that
// a slow minute of the machine meets both alike.

const os = require('node:os');
const { bytes } = require('../../lib/util/numbers.js');
const { count, nodes } = require('../harness/options.js');
const { run } = require('../harness/run.js');
const { median, medians } = require('../harness/statistics.js');
const { answer, ask, start, stop } = require('./processes.js');

const CONNECTIONS = 8;
/** Rounds that are not counted: V8 compiles. */
const WARM_UP = 6;

const metrics = {
  rate: { head: 'without', unit: 'req/s' },
  ratio: { head: 'with', unit: 'of that', digits: 3 },
  rss: { head: 'RSS with', unit: 'more', format: bytes },
  gcs: { head: 'GCs', unit: 'minor+major' },
};

const bench = {
  file: __filename,
  about: 'medians over rounds; the last row has the medians over pairs of services',
  options: { rounds: count(40), requests: count(5000), pairs: count(3), nodes: nodes('20', '24') },
  tables,
};

async function* tables({ rounds, requests, pairs, nodes: runtimes }, { progress }) {
  for (const runtime of runtimes) {
    const rows = [];
    for (let pair = 1; pair <= pairs; pair++) {
      progress(`${runtime.name} · pair ${pair}`);
      rows.push({ contender: pair, title: `pair ${pair}`, median: await compare(runtime, rounds, requests) });
    }
    const all = { ...medians(rows.map((row) => row.median)), gcs: '' };
    yield {
      id: 'monitor',
      title: `a service with the monitor and one without, ${rounds} rounds of ${requests} requests each`,
      runtime: runtime.name,
      version: runtime.version,
      metrics,
      rows: [...rows, { contender: 'all', title: 'median', median: all }],
      notes: [`median loss ${((1 - all.ratio) * 100).toFixed(1)} %`],
    };
  }
}

/** Of a pair of services. */
async function compare({ command }, rounds, requests) {
  const children = [];
  const sides = [];
  try {
    // The service on one core, the client on another: what is measured is the service.
    const cores = os.cpus().length > 1 ? [0, 1] : [0, 0];
    for (const monitor of [true, false]) {
      const service = start('service.js', { monitor, leak: false }, { command, core: cores[0] });
      children.push(service);
      const { port } = await answer(service);
      const client = start('client.js', { port, connections: CONNECTIONS }, { command, core: cores[1] });
      children.push(client);
      sides.push({ service, client, elapsed: [] });
    }
    for (let round = 0; round < WARM_UP + rounds; round++) {
      for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
        const { elapsed } = await ask(side.client, { go: requests });
        if (round >= WARM_UP) side.elapsed.push(elapsed);
      }
    }
    for (const side of sides) side.report = await ask(side.service, 'report');
    const [withMonitor, without] = sides;
    const { minor, major } = withMonitor.report.recording.gcs.count;
    return {
      rate: (1000 * requests) / median(without.elapsed),
      ratio: median(without.elapsed.map((elapsed, i) => elapsed / withMonitor.elapsed[i])),
      rss: withMonitor.report.rss - without.report.rss,
      gcs: `${minor}+${major}`,
    };
  } finally {
    await Promise.all(children.map(stop));
  }
}

module.exports = bench;
if (require.main === module) run(bench);
