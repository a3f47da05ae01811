'use strict';

// One measurement in a process of its own: { measure, … }, which is the name of a function here, and what that takes.

const path = require('node:path');
const { createRequire } = require('node:module');
const process = require('node:process');
const { load, root } = require('../../harness/checkout.js');
const { answer } = require('../../harness/child.js');
const total = require('../../tracking/scenarios/total.js');

const packages = createRequire(path.join(root, '__test__/packages/current/package.json'));

/** A registry with what a scrape needs, without the text that prom-client makes. */
function stubRegistry() {
  const metrics = new Map();
  return {
    registerMetric: (metric) => metrics.set(metric.name, metric),
    getSingleMetric: (name) => metrics.get(name),
    removeSingleMetric: (name) => metrics.delete(name),
    metrics: () => Promise.all([...metrics.values()].map((metric) => metric.get())),
  };
}

/** Nanoseconds of one of `count` turns. */
async function nanoseconds(count, turn) {
  const start = process.hrtime.bigint();
  for (let number = 0; number < count; number++) await turn();
  return Number(process.hrtime.bigint() - start) / count;
}

/** The scenario `total` of the bench of tracking, on a checkout, with metrics or without. */
async function tracking({ checkout, metrics, size, rounds }) {
  const { trackGC } = load(checkout, 'gc-tracker');
  if (metrics) load(checkout, 'gc-tracker/prometheus').registerMetrics(stubRegistry());
  const track = (target, callback, label) => trackGC(target, callback, { label });
  const { register, total: whole } = await total.run({ track }, { size, rounds, label: 'session' });
  return { register, total: whole };
}

/** A scrape of so many labels, each with an object alive and one that was collected. */
async function scrape({ labels }) {
  const { trackGC, forceGC } = load(root, 'gc-tracker');
  const { registerMetrics } = load(root, 'gc-tracker/prometheus');
  const client = packages('prom-client');
  const stub = stubRegistry();
  for (const registry of [stub, client.register]) registerMetrics(registry, { maxLabels: labels });
  const held = Array.from({ length: labels }, (_, number) => ({ number }));
  for (const target of held) trackGC(target, undefined, { label: `label ${target.number}` });
  for (const { number } of held) trackGC({ number }, undefined, { label: `label ${number}` });
  await forceGC({ cycles: 2 });
  const times = Math.ceil(10_000 / labels);
  await nanoseconds(times, () => client.register.metrics());
  const read = (await nanoseconds(times, () => stub.metrics())) / 1e3;
  const text = (await nanoseconds(times, () => client.register.metrics())) / 1e3;
  return { read, text, held: held.length };
}

/** What OpenTelemetry's SDK needs for one value of a histogram. */
async function record() {
  const { InMemoryMetricExporter, MeterProvider, PeriodicExportingMetricReader } = packages(
    '@opentelemetry/sdk-metrics',
  );
  const exporter = new InMemoryMetricExporter(1);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 1e6 });
  const meter = new MeterProvider({ readers: [reader] }).getMeter('bench');
  const histogram = meter.createHistogram('lifetime', { unit: 's' });
  const attributes = { 'gc_tracker.label': 'session' };
  const thousand = () => {
    for (let number = 0; number < 1000; number++) histogram.record(2.5, attributes);
  };
  await nanoseconds(100, thousand);
  return { record: (await nanoseconds(300, thousand)) / 1000 };
}

const measures = { tracking, scrape, record };

answer(({ measure, ...options }) => measures[measure](options));
