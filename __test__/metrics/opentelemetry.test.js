'use strict';

// OpenTelemetry's SDK, the one of Node.js 20 and the newest: what it keeps in memory, and what it exports by
// OTLP to a receiver on loopback, both say what leaks.

const assert = require('node:assert');
const path = require('node:path');
const process = require('node:process');
const { before, describe, test } = require('node:test');
const { forceGC, trackGC } = require('../..');
const { lifetimesByLabel } = require('../../lib/tracking/index.js');
const { registerMetrics } = require('../../lib/metrics/opentelemetry.js');
const { current, second } = require('../packages');
const { installTracker } = require('../packages/tracker.js');
const { installedNodes } = require('../runtimes');
const { start } = require('../support/program.js');
const { workspace } = require('../support/workspace.js');
const { receive, received, receivedByLabel } = require('./receiver.js');

const files = [
  path.join(__dirname, 'programs/opentelemetry.js'),
  path.resolve(__dirname, '../../examples/service/shop.js'),
];

const CUSTOMERS = 1500;

/** On what the newest SDK runs. */
const newest = installedNodes().at(-1) ?? { name: process.version, command: process.execPath };

/** { [label]: value } of a metric's points in memory. */
function byLabel({ points }) {
  return Object.fromEntries(
    points.map(({ attributes, value }) => [attributes['gc_tracker.label'], value.count ?? value]),
  );
}

const expected = {
  'gc_tracker.objects.live': { before: 0, session: CUSTOMERS, request: 0 },
  'gc_tracker.objects.collected': { before: 10, session: 0, request: 2 * CUSTOMERS },
  'gc_tracker.objects.untracked': { before: 0, session: 0, request: 0 },
  'gc_tracker.objects.uncollected': { before: 0, session: CUSTOMERS, request: 0 },
  'gc_tracker.object.lifetime': { request: 2 * CUSTOMERS },
};

const NOTHING = { before: 0, session: 0, request: 0 };

async function run(t, command, modules) {
  const { port, requests } = await receive(t);
  const cwd = workspace(t, { modules: modules(), files });
  const program = start(t, command, ['opentelemetry.js'], {
    cwd,
    env: { OTLP_URL: `http://127.0.0.1:${port}/v1/metrics` },
  });
  const [line] = await program.line(/^\{.*\}$/);
  assert.strictEqual(await program.ended, 0, program.errors());
  return { ...JSON.parse(line), requests };
}

function checkMemory({ whole, stopped, unregistered }) {
  for (const [name, labels] of Object.entries(expected)) {
    for (const kept of whole) assert.deepStrictEqual(byLabel(kept[name]), labels, name);
  }
  const [{ 'gc_tracker.object.lifetime': lifetime, 'gc_tracker.trend.verdict': verdict, ...others }] = whole;
  assert.strictEqual(lifetime.unit, 's');
  const [{ value }] = lifetime.points;
  assert.deepStrictEqual(
    value.buckets.boundaries,
    [0.05, 0.25, 1, 5, 15, 60, 300, 900, 3600, 14_400, 86_400],
  );
  assert.ok(value.sum > 0 && value.min >= 0 && value.max < 300);
  const decided = verdict.points.filter(({ value }) => value === 1).map(({ attributes }) => attributes);
  for (const series of ['heapUsed', 'rss', 'live:session']) {
    const of = decided.filter((attributes) => attributes['gc_tracker.series'] === series);
    assert.deepStrictEqual(of, [{ 'gc_tracker.series': series, 'gc_tracker.verdict': 'undecided' }]);
  }
  const pauses = others['v8js.gc.duration'].points;
  const major = pauses.find(({ attributes }) => attributes['v8js.gc.type'] === 'major');
  assert.ok(major.value.count >= 5);
  assert.deepStrictEqual(major.value.buckets.boundaries, [0.01, 0.1, 1, 10]);

  // Since the last time: nothing; and what is tracked no more is not told of for ever.
  const [, since] = stopped;
  assert.deepStrictEqual(since['gc_tracker.object.lifetime']?.points ?? [], []);
  for (const kept of [stopped[0], unregistered]) {
    assert.deepStrictEqual(byLabel(kept['gc_tracker.objects.live']), NOTHING);
    assert.deepStrictEqual(byLabel(kept['gc_tracker.objects.uncollected']), NOTHING);
  }
}

function checkReceived(requests) {
  const metrics = received(requests[0]);
  for (const [name, labels] of Object.entries(expected)) {
    assert.deepStrictEqual(receivedByLabel(metrics[name]), labels, name);
  }
  assert.strictEqual(metrics['gc_tracker.objects.live'].unit, '{object}');
  assert.strictEqual(metrics['gc_tracker.objects.collected'].sum.isMonotonic, true);
  assert.strictEqual(metrics['gc_tracker.objects.live'].sum.isMonotonic, false);
}

const sdks = [
  ['2', { name: process.version, command: process.execPath }, current],
  ['3', newest, second],
];

before(installTracker);

describe('OpenTelemetry', { timeout: 120_000 }, () => {
  for (const [version, { name, command }, modules] of sdks) {
    test(`SDK ${version} on ${name}: in memory and by OTLP, which label leaks`, async (t) => {
      const answers = await run(t, command, modules);
      checkMemory(answers);
      checkReceived(answers.requests);
    });
  }
});

test('a meter is given once, and bad arguments are refused, with a code', async (t) => {
  const { MeterProvider } = require(path.join(current(), '@opentelemetry/sdk-metrics'));
  const provider = new MeterProvider();
  t.after(() => provider.shutdown());
  const meter = provider.getMeter('shop');
  const handle = registerMetrics(meter);
  const registered = { code: 'ERR_GC_TRACKER_ALREADY_REGISTERED' };
  assert.throws(() => registerMetrics(meter), registered);
  handle.dispose();
  const again = registerMetrics(meter);
  handle.dispose();
  assert.throws(() => registerMetrics(meter), registered);
  again.dispose();

  const message = /^the meter must be what getMeter of @opentelemetry\/api 1\.3 or later returns, not /;
  for (const bad of [undefined, {}, provider]) {
    const error = { name: 'TypeError', code: 'ERR_GC_TRACKER_INVALID_METER', message };
    assert.throws(() => registerMetrics(bad), error);
  }
  const invalid = { name: 'TypeError', code: 'ERR_GC_TRACKER_INVALID_OPTIONS' };
  assert.throws(() => registerMetrics(meter, { monitor: 1 }), invalid);
});

test('an SDK that throws does not throw into the process: it is counted and a warning', async () => {
  const noInstrument = () => ({});
  let observe;
  let records = 0;
  const histogram = {
    record() {
      records++;
      throw new Error('planted in record');
    },
  };
  const meter = {
    createHistogram: () => histogram,
    createObservableCounter: (name) => ({ name }),
    createObservableGauge: noInstrument,
    createObservableUpDownCounter: noInstrument,
    addBatchObservableCallback: (callback) => {
      observe = callback;
    },
    removeBatchObservableCallback() {},
  };
  const handle = registerMetrics(meter, { gcPauses: true });
  const warned = new Promise((resolve) => process.once('warning', resolve));
  await forceGC();
  const { code, message } = await warned;
  assert.deepStrictEqual(
    [code, message],
    ['ERR_GC_TRACKER_READ', 'the pauses could not be read for the metrics: planted in record'],
  );
  const failed = [];
  const expected = records;
  await observe({ observe: ({ name }, value) => name === 'gc_tracker.failed_reads' && failed.push(value) });
  assert.deepStrictEqual(failed, [expected]);
  handle.dispose();
});

test('a meter that refuses the callback has no metrics, and nothing is measured', async () => {
  const instrument = () => ({ record() {} });
  let refuses = true;
  const meter = {
    createHistogram: instrument,
    createObservableCounter: instrument,
    createObservableGauge: instrument,
    createObservableUpDownCounter: instrument,
    addBatchObservableCallback: () => {
      if (refuses) throw new Error('refused');
    },
    removeBatchObservableCallback() {},
  };
  assert.throws(() => registerMetrics(meter), /^Error: refused$/);
  (() => trackGC({}, undefined, { label: 'refused' }))();
  await forceGC();
  assert.strictEqual(
    lifetimesByLabel().refused.reduce((sum, { count }) => sum + count, 0),
    0,
  );
  refuses = false;
  registerMetrics(meter).dispose();
});
