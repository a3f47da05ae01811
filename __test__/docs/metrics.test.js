'use strict';

// docs/metrics.md: its programs run as they stand but for their ports, and its tables name every metric.

const assert = require('node:assert');
const process = require('node:process');
const { before, describe, test } = require('node:test');
const { LIFETIMES, OBJECTS, PAUSES, SANDBOXES, TRENDS } = require('../../lib/metrics/definitions.js');
const { seriesOf } = require('../metrics/exposition.js');
const { freePort } = require('../metrics/prometheus.js');
const { receive, received, receivedByLabel } = require('../metrics/receiver.js');
const { current } = require('../packages');
const { installTracker } = require('../packages/tracker.js');
const { start, until } = require('../support/program.js');
const { workspace } = require('../support/workspace.js');
const { fencesOf, programsOf, readPage } = require('./page.js');

const docs = readPage('metrics.md');
const programs = programsOf(docs);

before(installTracker);

/** Starts a program of the document, with other ports. */
function startProgram(t, name, ports) {
  const code = programs[name].replace(/\b(9101|4318)\b/g, (port) => ports[port]);
  const cwd = workspace(t, { modules: current(), programs: { [name]: code } });
  return start(t, process.execPath, [name], { cwd });
}

/** Starts a program that serves metrics, and waits until it tells of all these series. */
async function serves(t, name, expected) {
  const port = await freePort();
  const program = startProgram(t, name, { 9101: port });
  let ended = false;
  program.ended.then(() => {
    ended = true;
  });
  const scrape = async () => {
    assert.ok(!ended, program.errors());
    const response = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
    return response === undefined ? {} : seriesOf(await response.text());
  };
  const isThere = (series) => Object.entries(expected).every(([key, value]) => series[key] === value);
  await until(scrape, isThere, JSON.stringify(expected), 30_000);
}

describe('docs/metrics.md', { timeout: 120_000 }, () => {
  test('Prometheus', async (t) => {
    await serves(t, 'prometheus.js', { 'gc_tracker_live_objects{label="session"}': 1 });
  });

  test('a cluster', async (t) => {
    await serves(t, 'cluster.js', { 'gc_tracker_live_objects{label="session"}': 2 });
  });

  test('worker threads', async (t) => {
    await serves(t, 'threads.js', {
      'gc_tracker_live_objects{label="session",thread="0"}': 1,
      'gc_tracker_live_objects{label="session",thread="1"}': 1,
      'gc_tracker_live_objects{label="session",thread="2"}': 1,
    });
  });

  test('OpenTelemetry', async (t) => {
    const { port, requests } = await receive(t);
    const program = startProgram(t, 'opentelemetry.js', { 9101: 0, 4318: port });
    program.ended.then(() => requests.push(new Error(program.errors())));
    const [request] = await until(
      () => requests,
      ({ length }) => length > 0,
      'an export',
      30_000,
    );
    assert.ok(!(request instanceof Error), request);
    const { 'gc_tracker.objects.live': live } = received(request);
    assert.deepStrictEqual(receivedByLabel(live), { session: 1 });
  });

  test('the tables have each metric, with its type and unit', () => {
    const rows = docs.split('\n').filter((line) => line.startsWith('| `gc_tracker_'));
    const cells = rows.map((row) => row.split(' | ').map((cell) => cell.replace(/^\| |`/g, '')));
    const described = cells.map(([prometheus, type, opentelemetry, instrument]) => {
      return [prometheus, type, opentelemetry, instrument];
    });
    const all = [...OBJECTS, LIFETIMES, PAUSES, ...TRENDS, ...SANDBOXES].map(
      ({ prometheus, opentelemetry, type, additive, unit }) => {
        const instrument = additive ? 'up-down counter' : type;
        return [`gc_tracker_${prometheus}`, type, opentelemetry, `${instrument}, ${unit}`];
      },
    );
    assert.deepStrictEqual(described, all);
  });

  test('each block of code is run', () => {
    assert.deepStrictEqual(
      fencesOf(docs).map(({ name }) => name),
      ['prometheus.js', 'cluster.js', 'threads.js', 'opentelemetry.js'],
    );
  });
});
