'use strict';

// `npm run soak`: an HTTP service that leaks 1 kB a request and its clean twin, both under load at once for 20 minutes,
// and the monitor's verdicts on them. Exit 1 if the first is not called growing, or the second is.

const os = require('node:os');
const process = require('node:process');
const { setTimeout } = require('node:timers/promises');
const { bytes, count, signed } = require('../../lib/util/numbers.js');
const { parseOptions, positive } = require('../harness/options.js');
const { main } = require('../harness/run.js');
const { answer, ask, start, stop } = require('./processes.js');

const MINUTE = 60_000;
const CONNECTIONS = 16;

async function soak() {
  const options = { minutes: positive('20'), rate: positive('400') };
  const { minutes, rate } = parseOptions({ file: __filename, options }, process.argv.slice(2));
  console.log(
    `${minutes} minutes, ${rate} requests a second to each service, ${process.version}, ${os.cpus().length} cores`,
  );
  const twins = [
    { name: 'leaking 1 kB a request', leak: true, core: 0, expected: ['growing'] },
    { name: 'clean', leak: false, core: os.cpus().length > 1 ? 1 : 0, expected: ['stable'] },
  ];
  const children = [];
  try {
    for (const twin of twins) {
      twin.service = start('service.js', { monitor: true, leak: twin.leak }, twin);
      children.push(twin.service);
      const { port } = await answer(twin.service);
      children.push(start('client.js', { port, rate, connections: CONNECTIONS }, twin));
    }
    const end = Date.now() + minutes * MINUTE;
    while (Date.now() < end) {
      await setTimeout(Math.min(MINUTE, Math.max(0, end - Date.now())));
      for (const twin of twins) {
        twin.report = await ask(twin.service, 'report');
        if (process.stderr.isTTY || Date.now() >= end) continue;
        process.stderr.write(`${new Date().toISOString()} ${twin.name}: ${line(heap(twin))}\n`);
      }
    }
    return twins.map(tell).every(Boolean) ? 0 : 1;
  } finally {
    await Promise.all(children.map(stop));
  }
}

function heap({ report }) {
  return report.recording.verdicts.find(({ series }) => series === 'heapUsed');
}

/** Prints what is known of a service. Returns whether the monitor was right. */
function tell(twin) {
  const { requests, rss, recording } = twin.report;
  const { count: gcs } = recording.gcs;
  console.log(`\n${twin.name}: ${count(requests)} requests, ${count(gcs.major)} full GCs, RSS ${bytes(rss)}`);
  for (const verdict of recording.verdicts) console.log(`  ${verdict.series.padEnd(18)} ${line(verdict)}`);
  const alarms = recording.verdicts
    .filter(({ verdict }) => verdict === 'growing')
    .map(({ series }) => series);
  const right = twin.expected.includes(heap(twin).verdict) && (twin.leak || alarms.length === 0);
  console.log(`  ${right ? 'right' : 'WRONG'}`);
  return right;
}

function line({ verdict, unit, slope, interval, pValue, evidence }) {
  if (slope === null) return verdict;
  const number = (value) => signed(value, unit === 'bytes' ? bytes : (n) => n.toFixed(1));
  const range = `${number(slope)}/h (${number(interval[0])} to ${number(interval[1])})`;
  const minutes = ((evidence.to - evidence.from) / MINUTE).toFixed(0);
  const load = `utilisation ${evidence.eventLoopUtilization.toFixed(2)}, ${count(evidence.requests)} requests`;
  return `${verdict.padEnd(9)} ${range}, p ${pValue.toExponential(0)}; ${minutes} min, ${evidence.samples} points, ${load}`;
}

main(soak);
