'use strict';

// What recyclers of sandboxes count, in prom-client and in OpenTelemetry's SDK.

const assert = require('node:assert');
const path = require('node:path');
const { before, test } = require('node:test');
const openTelemetry = require('../../lib/metrics/opentelemetry.js');
const prometheus = require('../../lib/metrics/prometheus.js');
const { current } = require('../packages');
const { frontOf, trap, until } = require('../sandbox/recycle/support.js');
const { seriesOf } = require('./exposition.js');
const { checkMetrics, installPrometheus } = require('./prometheus.js');

before(installPrometheus);

/** Two recyclers: one that was never called, and one that has seen everything. */
async function recyclers(t) {
  const idle = frontOf();
  const busy = frontOf(
    { maxCalls: 3 },
    {
      creation: (which) => which === 1 && Promise.reject(new Error('not now')),
      disposal: (which) => which === 2 && Promise.reject(new Error('held')),
    },
  );
  t.after(() => Promise.all([idle.recycler.dispose(), busy.recycler.dispose()]));
  const crash = () => {
    throw trap();
  };
  await assert.rejects(
    busy.recycler.call(() => {}),
    /not now/,
  );
  await assert.rejects(busy.recycler.call(crash), /unreachable/);
  await until(() => busy.eventsOf('leak').length === 1, 'the leak');
  for (let call = 0; call < 3; call++) await busy.recycler.call(() => {});
  await until(() => busy.eventsOf('recycled').length === 2, 'the switch');
  return { idle: idle.recycler, 'pictures "large"': busy.recycler };
}

test('prom-client: by recycler, and recycles by reason', async (t) => {
  const { Registry } = require(path.join(current(), 'prom-client'));
  const registry = new Registry();
  const handle = prometheus.registerMetrics(registry, { recyclers: await recyclers(t), gcPauses: false });
  const text = await registry.metrics();
  checkMetrics(text);
  const series = Object.entries(seriesOf(text)).filter(([key]) => key.includes('sandbox'));
  const name = 'recycler="pictures \\"large\\""';
  assert.deepStrictEqual(Object.fromEntries(series), {
    'gc_tracker_sandbox_instances{recycler="idle"}': 0,
    [`gc_tracker_sandbox_instances{${name}}`]: 1,
    'gc_tracker_sandbox_wasm_bytes{recycler="idle"}': 0,
    [`gc_tracker_sandbox_wasm_bytes{${name}}`]: 65_536,
    'gc_tracker_sandbox_running_calls{recycler="idle"}': 0,
    [`gc_tracker_sandbox_running_calls{${name}}`]: 0,
    'gc_tracker_sandbox_calls_total{recycler="idle"}': 0,
    [`gc_tracker_sandbox_calls_total{${name}}`]: 5,
    'gc_tracker_sandbox_errors_total{recycler="idle"}': 0,
    [`gc_tracker_sandbox_errors_total{${name}}`]: 2,
    'gc_tracker_sandbox_crashes_total{recycler="idle"}': 0,
    [`gc_tracker_sandbox_crashes_total{${name}}`]: 1,
    'gc_tracker_sandbox_failures_total{recycler="idle"}': 0,
    [`gc_tracker_sandbox_failures_total{${name}}`]: 1,
    'gc_tracker_sandbox_leaks_total{recycler="idle"}': 0,
    [`gc_tracker_sandbox_leaks_total{${name}}`]: 1,
    ...Object.fromEntries(
      ['calls', 'wasmBytes', 'heapBytes', 'age', 'crash'].flatMap((reason) => [
        [`gc_tracker_sandbox_recycles_total{recycler="idle",reason="${reason}"}`, 0],
        [
          `gc_tracker_sandbox_recycles_total{${name},reason="${reason}"}`,
          Number(reason === 'calls' || reason === 'crash'),
        ],
      ]),
    ),
  });
  handle.dispose();
  assert.deepStrictEqual(registry.getMetricsAsArray(), []);
});

test('OpenTelemetry: the same', async (t) => {
  const { MeterProvider, MetricReader } = require(path.join(current(), '@opentelemetry/sdk-metrics'));
  class Reader extends MetricReader {
    async onForceFlush() {}
    async onShutdown() {}
  }
  const reader = new Reader();
  const provider = new MeterProvider({ readers: [reader] });
  t.after(() => provider.shutdown());
  const handle = openTelemetry.registerMetrics(provider.getMeter('shop'), { recyclers: await recyclers(t) });
  const { resourceMetrics } = await reader.collect();
  handle.dispose();
  const points = resourceMetrics.scopeMetrics
    .flatMap(({ metrics }) => metrics)
    .filter(({ descriptor }) => descriptor.name.startsWith('gc_tracker.sandbox.'))
    .flatMap(({ descriptor: { name, unit }, dataPoints }) =>
      dataPoints.map(({ attributes, value }) => {
        const { 'gc_tracker.sandbox.recycler': recycler, 'gc_tracker.sandbox.reason': reason } = attributes;
        return [[recycler, name.slice('gc_tracker.sandbox.'.length), reason, unit].join(' '), value];
      }),
    )
    .filter(([, value]) => value !== 0);
  assert.deepStrictEqual(Object.fromEntries(points), {
    'pictures "large" instances  {instance}': 1,
    'pictures "large" wasm_memory  By': 65_536,
    'pictures "large" calls  {call}': 5,
    'pictures "large" errors  {call}': 2,
    'pictures "large" crashes  {instance}': 1,
    'pictures "large" failures  {failure}': 1,
    'pictures "large" leaks  {instance}': 1,
    'pictures "large" recycles calls {instance}': 1,
    'pictures "large" recycles crash {instance}': 1,
  });
});

test('bad recyclers are refused, with a code', () => {
  const { Registry } = require(path.join(current(), 'prom-client'));
  const table = [
    [7, /^recyclers must be an object like \{ images: recycle\(…\) \}, not 7$/],
    [{ images: () => {} }, /^the recycler 'images' must be what recycle has returned, not function images$/],
  ];
  for (const [recyclers, message] of table) {
    const error = { name: 'TypeError', code: 'ERR_GC_TRACKER_INVALID_OPTIONS', message };
    assert.throws(() => prometheus.registerMetrics(new Registry(), { recyclers }), error);
  }
});
