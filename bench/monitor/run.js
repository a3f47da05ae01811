'use strict';

// `npm run bench:monitor`: what the monitor costs an HTTP service under load: requests a second and memory with it and
// without, each service in a process of its own, both up at the same time and asked in turns, so that a slow minute of
// the machine meets both alike.
//
//     node bench/monitor/run.js [--rounds 40] [--requests 5000] [--pairs 3] [--runtimes 20,24]

const os = require('node:os');
const process = require('node:process');
const { parseArgs } = require('node:util');
const { installedNodes } = require('../../__test__/runtimes');
const { bytes } = require('../../lib/util/numbers.js');
const { answer, ask, start, stop } = require('./processes.js');

const CONNECTIONS = 8;
/** Rounds that are not counted: V8 compiles. */
const WARM_UP = 6;

async function main() {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '40' },
      requests: { type: 'string', default: '5000' },
      pairs: { type: 'string', default: '3' },
      runtimes: { type: 'string', default: '20,24' },
    },
  });
  const [rounds, requests, pairs] = ['rounds', 'requests', 'pairs'].map((name) => whole(name, values[name]));
  const wanted = values.runtimes.split(',').map((major) => `node ${major}`);
  const found = installedNodes().filter(({ name }) => wanted.includes(name));
  const running = { name: 'node', version: process.versions.node, command: process.execPath };
  for (const runtime of found.length > 0 ? found : [running]) {
    const results = [];
    for (let pair = 0; pair < pairs; pair++) results.push(await compare(runtime, rounds, requests));
    print(runtime, results, { rounds, requests });
  }
}

function whole(name, text) {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new Error(`--${name} takes a whole number above 0, not '${text}'`);
}

/** Of a service with the monitor and one without: { ratio, rss, heapUsed, samples }. */
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
    return {
      rate: (1000 * requests) / median(without.elapsed),
      ratio: median(without.elapsed.map((elapsed, i) => elapsed / withMonitor.elapsed[i])),
      rss: withMonitor.report.rss - without.report.rss,
      samples: withMonitor.report.recording.gcs.count,
    };
  } finally {
    await Promise.all(children.map(stop));
  }
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function print({ name, version }, results, { rounds, requests }) {
  const column = (key) => results.map((result) => result[key]);
  const list = (key, format) => column(key).map(format).join('  ');
  const loss = (1 - median(column('ratio'))) * 100;
  console.log(
    `${name} (${version}), ${results.length} pairs of services, ${rounds} rounds of ${requests} requests each`,
  );
  console.log(`  requests/s without     ${list('rate', (rate) => rate.toFixed(0))}`);
  console.log(
    `  with, of that without  ${list('ratio', (ratio) => ratio.toFixed(3))}   median loss ${loss.toFixed(1)} %`,
  );
  console.log(`  RSS with, more         ${list('rss', bytes)}   median ${bytes(median(column('rss')))}`);
  console.log(`  GCs, minor and major   ${list('samples', ({ minor, major }) => `${minor}+${major}`)}`);
}

main().catch((error) => {
  console.error(`bench: ${error.message}`);
  process.exitCode = 2;
});
