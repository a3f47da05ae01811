'use strict';

// Metrics on registries of prom-client 14 and 15: what is registered and unregistered, and what a scrape
// says.

const assert = require('node:assert');
const path = require('node:path');
const { afterEach, before, describe, test } = require('node:test');
const { stopTrackGC, trackGC } = require('../..');
const { registerMetrics } = require('../../lib/metrics/prometheus.js');
const { current } = require('../packages');
const { seriesOf } = require('./exposition.js');
const { checkMetrics, installPrometheus } = require('./prometheus.js');

const verdict = (series, unit, slope, verdict) => ({ series, unit, slope, verdict });

/** A monitor that has seen enough. */
const monitor = {
  verdicts: () => [
    verdict('heapUsed', 'bytes', 7200, 'growing'),
    verdict('rss', 'bytes', null, 'undecided'),
    verdict('live:session', 'count', -3600, 'shrinking'),
  ],
};

const scrape = async (registry) => seriesOf(await registry.metrics());

/** Targets that live as long as the test. */
function hold(t, label, count = 1) {
  const targets = Array.from({ length: count }, () => ({}));
  t.after(() => targets.length);
  return targets.map((target) => trackGC(target, undefined, { label }));
}

before(installPrometheus);
afterEach(stopTrackGC);

for (const name of ['prom-client', 'prom-client14']) {
  describe(name, () => {
    test('a scrape has what was counted, and what the monitor says', async (t) => {
      const { Registry } = require(path.join(current(), name));
      const registry = new Registry();
      const handles = ['gc_tracker_', 'other_'].map((prefix) =>
        registerMetrics(registry, { monitor, prefix }),
      );
      t.after(() => handles.forEach((handle) => handle.dispose()));
      hold(t, 'a', 3)[0].untrack();
      hold(t, 'with "quotes" \\ and\nlines');
      const series = await scrape(registry);
      const expected = {
        'live_objects{label="a"}': 2,
        'untracked_objects_total{label="a"}': 1,
        'collected_objects_total{label="a"}': 0,
        'uncollected_objects{label="a"}': 0,
        'object_lifetime_seconds_bucket{label="a",le="0.05"}': 0,
        'object_lifetime_seconds_bucket{label="a",le="86400"}': 0,
        'object_lifetime_seconds_bucket{label="a",le="+Inf"}': 0,
        'object_lifetime_seconds_sum{label="a"}': 0,
        'object_lifetime_seconds_count{label="a"}': 0,
        'live_objects{label="with \\"quotes\\" \\\\ and\\nlines"}': 1,
        'trend_slope_bytes_per_second{series="heapUsed"}': 2,
        'trend_slope_bytes_per_second{series="rss"}': undefined,
        'trend_slope_per_second{series="live:session"}': -1,
        'trend_verdict{series="heapUsed",verdict="growing"}': 1,
        'trend_verdict{series="heapUsed",verdict="stable"}': 0,
        'trend_verdict{series="rss",verdict="undecided"}': 1,
        'trend_verdict{series="live:session",verdict="shrinking"}': 1,
      };
      for (const [key, value] of Object.entries(expected)) {
        assert.strictEqual(series[`gc_tracker_${key}`], value, key);
        assert.strictEqual(series[`other_${key}`], value, key);
      }
      checkMetrics(await registry.metrics());
    });

    test('they are registered once, and not in part', async (t) => {
      const { Gauge, Registry } = require(path.join(current(), name));
      const registry = new Registry();
      new Gauge({ name: 'gc_tracker_uncollected_objects', help: 'Of another.', registers: [registry] });
      const taken = {
        code: 'ERR_GC_TRACKER_ALREADY_REGISTERED',
        message:
          /^the registry already has a metric 'gc_tracker_uncollected_objects'; dispose the metrics that registered it, or /,
      };
      assert.throws(() => registerMetrics(registry), taken);
      assert.strictEqual(registry.getMetricsAsArray().length, 1);

      const handle = registerMetrics(registry, { prefix: 'shop_' });
      assert.throws(() => registerMetrics(registry, { prefix: 'shop_' }), {
        code: 'ERR_GC_TRACKER_ALREADY_REGISTERED',
      });
      handle.dispose();
      assert.strictEqual(registry.getMetricsAsArray().length, 1);
      const again = registerMetrics(registry, { prefix: 'shop_' });
      t.after(() => again.dispose());
      handle.dispose();
      assert.ok(registry.getSingleMetric('shop_live_objects'));
    });

    test('a registry that refuses one of them has none, and nothing is measured', () => {
      const { Registry } = require(path.join(current(), name));
      const registry = new Registry();
      const { registerMetric } = registry;
      registry.registerMetric = (metric) => {
        if (metric.name === 'gc_tracker_uncollected_objects') throw new Error('refused');
        return registerMetric.call(registry, metric);
      };
      assert.throws(() => registerMetrics(registry), /^Error: refused$/);
      assert.strictEqual(registry.getMetricsAsArray().length, 0);
    });

    test('default labels are added, and a reset changes nothing', async (t) => {
      const { Registry } = require(path.join(current(), name));
      const registry = new Registry();
      registry.setDefaultLabels({ app: 'shop' });
      const handle = registerMetrics(registry);
      t.after(() => handle.dispose());
      hold(t, 'a');
      registry.resetMetrics();
      const series = await scrape(registry);
      assert.strictEqual(series['gc_tracker_live_objects{label="a",app="shop"}'], 1);
      const single = await registry.getSingleMetricAsString('gc_tracker_live_objects');
      assert.match(single, /^gc_tracker_live_objects\{label="a",app="shop"\} 1$/m);
    });

    test('what is not wanted is not there', () => {
      const { Registry } = require(path.join(current(), name));
      const registry = new Registry();
      registerMetrics(registry, { lifetimes: false, gcPauses: false });
      assert.deepStrictEqual(
        registry.getMetricsAsArray().map(({ name }) => name),
        [
          'live_objects',
          'collected_objects_total',
          'untracked_objects_total',
          'uncollected_objects',
          'failed_reads_total',
        ].map((metric) => `gc_tracker_${metric}`),
      );
    });

    test('labels beyond the first are told of as one', async (t) => {
      const { Registry } = require(path.join(current(), name));
      const registry = new Registry();
      const handle = registerMetrics(registry, { maxLabels: 2, gcPauses: false });
      t.after(() => handle.dispose());
      ['a', 'b', 'c', 'd'].forEach((label, index) => hold(t, label, index + 1));
      hold(t, 'd')[0].untrack();
      const series = await scrape(registry);
      const live = Object.entries(series).filter(([key]) => key.startsWith('gc_tracker_live_objects'));
      assert.deepStrictEqual(live, [
        ['gc_tracker_live_objects{label="a"}', 1],
        ['gc_tracker_live_objects{label="b"}', 2],
        ['gc_tracker_live_objects{label="(other)"}', 7],
      ]);
      assert.strictEqual(series['gc_tracker_untracked_objects_total{label="(other)"}'], 1);
      assert.strictEqual(series['gc_tracker_object_lifetime_seconds_count{label="(other)"}'], 0);
    });

    test('whatever labels are called, no series is there twice', async (t) => {
      const { Registry } = require(path.join(current(), name));
      const registry = new Registry();
      const handle = registerMetrics(registry, { monitor, maxLabels: 8, gcPauses: false });
      t.after(() => handle.dispose());
      const labels = ['a', '(other)', '__proto__', 'constructor', '} 1\n# HELP x y\nx 1', '\ud800', '\ud801'];
      const hostile = ['\u0000', '\u001b[31m\u202e', '', 'beyond', 'further'];
      for (const label of [...labels, ...hostile]) hold(t, label);
      const text = await registry.metrics();
      const lines = Buffer.from(text)
        .toString()
        .split('\n')
        .filter((line) => line !== '' && !line.startsWith('#'));
      const keys = lines.map((line) => line.replace(/ \S+$/, ''));
      assert.deepStrictEqual(
        keys.filter((key, index) => keys.indexOf(key) !== index),
        [],
      );
      const line = /^[a-z_]+(?:\{(?:[a-z_]+="(?:[^"\\\n]|\\["\\n])*",?)*\})? \S+$/u;
      assert.deepStrictEqual(
        lines.filter((one) => !line.test(one)),
        [],
      );
      const series = seriesOf(text);
      // The label of that name, and two beyond the first eight.
      assert.strictEqual(series['gc_tracker_live_objects{label="(other)"}'], 3);
      assert.strictEqual(series['gc_tracker_live_objects{label="\ufffd"}'], 2);
      checkMetrics(text);
    });
  });
}

test('a read that fails is counted and a warning, and its last values are repeated', async (t) => {
  const { Registry } = require(path.join(current(), 'prom-client'));
  const fails = { monitor: false, pool: false };
  const answer = (name, value) => {
    if (fails[name]) throw new Error(`planted: ${name}`);
    return value;
  };
  const recycler = { stats: () => answer('pool', { live: 2, recycles: {} }) };
  const failing = { verdicts: () => answer('monitor', monitor.verdicts()) };
  const registry = new Registry();
  const handle = registerMetrics(registry, { monitor: failing, recyclers: { pool: recycler } });
  t.after(() => handle.dispose());
  const warnings = [];
  const listen = ({ code, message }) => warnings.push([code, message]);
  process.on('warning', listen);
  t.after(() => process.removeListener('warning', listen));

  await scrape(registry);
  Object.assign(fails, { monitor: true, pool: true });
  for (const failed of [2, 4]) {
    const series = await scrape(registry);
    assert.strictEqual(series['gc_tracker_failed_reads_total'], failed);
    assert.strictEqual(series['gc_tracker_trend_slope_bytes_per_second{series="heapUsed"}'], 2);
    assert.strictEqual(series['gc_tracker_sandbox_instances{recycler="pool"}'], 2);
  }
  await new Promise(setImmediate);
  assert.deepStrictEqual(warnings, [
    ['ERR_GC_TRACKER_READ', 'the verdicts could not be read for the metrics: planted: monitor'],
    ['ERR_GC_TRACKER_READ', "the recycler 'pool' could not be read for the metrics: planted: pool"],
  ]);
});

test('OpenMetrics, which has the names of counters without their ending', async (t) => {
  const { Registry } = require(path.join(current(), 'prom-client'));
  const registry = new Registry(Registry.OPENMETRICS_CONTENT_TYPE);
  const handle = registerMetrics(registry);
  hold(t, 'a');
  for (let time = 0; time < 2; time++) {
    const text = await registry.metrics();
    assert.match(text, /^# TYPE gc_tracker_collected_objects counter$/m);
    assert.strictEqual(seriesOf(text)['gc_tracker_collected_objects_total{label="a"}'], 0);
  }
  handle.dispose();
  assert.deepStrictEqual(registry.getMetricsAsArray(), []);
});

test('bad arguments are refused, with a code', () => {
  const { Registry } = require(path.join(current(), 'prom-client'));
  const table = [
    [undefined, {}, 'REGISTRY', /^the registry must be one of prom-client, .* not undefined$/],
    [{}, {}, 'REGISTRY', /not \{\}$/],
    [new Registry(), null, 'OPTIONS', /not null$/],
    [
      new Registry(),
      { monitor: {} },
      'OPTIONS',
      /^monitor must be what monitorMemory has returned, not \{\}$/,
    ],
    [new Registry(), { prefix: '9' }, 'OPTIONS', /^prefix must be .* not '9'$/],
    [new Registry(), { lifetimes: 1 }, 'OPTIONS', /^lifetimes must be true or false, not 1$/],
    [new Registry(), { gcPauses: 'no' }, 'OPTIONS', /^gcPauses must be true or false, not 'no'$/],
    [new Registry(), { maxLabels: 0 }, 'OPTIONS', /^maxLabels must be a positive integer, not 0$/],
  ];
  for (const [registry, options, what, message] of table) {
    const error = { name: 'TypeError', code: `ERR_GC_TRACKER_INVALID_${what}`, message };
    assert.throws(() => registerMetrics(registry, options), error);
  }
});
