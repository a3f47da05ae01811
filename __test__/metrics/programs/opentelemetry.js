'use strict';

// The shop without its server, on OpenTelemetry's SDK: three readers, of which one keeps in memory, one as
// sums since the last time, and one exports to OTLP_URL over HTTP. Prints what the first two have kept, as
// JSON.

const assert = require('node:assert');
const { setTimeout: delay } = require('node:timers/promises');
const { OTLPMetricExporter } = require('@opentelemetry/exporter-metrics-otlp-http');
const {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} = require('@opentelemetry/sdk-metrics');
const { forceGC, stopTrackGC, trackGC } = require('gc-tracker');
const { monitorMemory } = require('gc-tracker/monitor');
const { registerMetrics } = require('gc-tracker/opentelemetry');
const { registerMetrics: register } = require('gc-tracker/prometheus');
const { createShop } = require('./shop.js');

const CUSTOMERS = 1500;

/** Metrics by name, without what is never the same. */
function simplified(exporter) {
  const [{ scopeMetrics }] = exporter.getMetrics().slice(-1);
  const metrics = scopeMetrics.flatMap(({ metrics }) => metrics);
  return Object.fromEntries(
    metrics.map(({ descriptor: { name, unit }, dataPointType, isMonotonic, dataPoints }) => [
      name,
      {
        unit,
        dataPointType,
        isMonotonic,
        points: dataPoints.map(({ attributes, value }) => ({ attributes, value })),
      },
    ]),
  );
}

function visit(shop) {
  const url = (text) => new URL(text, 'http://localhost');
  for (let customer = 0; customer < CUSTOMERS; customer++) {
    shop('POST', url(`/login?user=${customer}`));
    shop('POST', url(`/logout?user=${customer}`));
  }
}

/** Lifetimes that were counted for somebody else: they are not told of. */
async function countBefore() {
  const nobody = () => {};
  register({ registerMetric: nobody, getSingleMetric: nobody, removeSingleMetric: nobody });
  (() => {
    for (let number = 0; number < 10; number++) trackGC({ number }, undefined, { label: 'before' });
  })();
  await delay(1);
  await forceGC({ cycles: 5 });
}

async function main() {
  const kept = [AggregationTemporality.CUMULATIVE, AggregationTemporality.DELTA].map(
    (temporality) => new InMemoryMetricExporter(temporality),
  );
  const exporters = [...kept, new OTLPMetricExporter({ url: process.env.OTLP_URL })];
  const readers = exporters.map(
    (exporter) => new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 1e6 }),
  );
  const provider = new MeterProvider({ readers });
  const meter = provider.getMeter('shop');
  const monitor = monitorMemory();
  await countBefore();
  const handle = registerMetrics(meter, { monitor, gcPauses: true });

  const shop = createShop({ leak: true });
  visit(shop);
  // A second is how long a disposed target may be alive.
  await delay(1100);
  await forceGC({ cycles: 5 });
  // Observers of GCs are told a macrotask later.
  await delay(50);
  await provider.forceFlush();
  const whole = kept.map(simplified);
  assert.strictEqual(typeof shop, 'function');

  stopTrackGC();
  await provider.forceFlush();
  const stopped = kept.map(simplified);

  handle.dispose();
  registerMetrics(meter, { lifetimes: false }).dispose();
  trackGC(shop, undefined, { label: 'late' });
  await provider.forceFlush();
  const [unregistered] = kept.map(simplified);
  console.log(JSON.stringify({ whole, stopped, unregistered }));
  monitor.dispose();
  await provider.shutdown();
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
