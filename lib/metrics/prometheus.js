'use strict';

// Metrics on a registry of prom-client. They are not instances of prom-client's classes, but have the methods that a registry
// calls. So any copy of prom-client works, counters and histograms report what was counted elsewhere, and between two
// scrapes only the observer of GCs runs.

const { argumentError, codedError, quote } = require('../util/errors.js');
const { must } = require('../util/options.js');
const { checkedOptions } = require('./options.js');
const { RegisteredMetrics } = require('./registered-metrics.js');
const { Source, definitionsFor } = require('./source.js');

const PREFIX = 'gc_tracker_';

/** A metric with the methods that a registry calls. */
class ScrapedMetric {
  #definition;
  #read;
  /** In a cluster, all metrics are summed over the workers. */
  aggregator = 'sum';

  constructor(name, definition, read) {
    /** Not a constant: a registry for OpenMetrics removes `_total`. */
    this.name = name;
    this.help = definition.help;
    this.type = definition.type;
    this.#definition = definition;
    this.#read = read;
  }

  async get() {
    const { name, help, type, aggregator } = this;
    const points = this.#definition.points(this.#read());
    const { bounds } = this.#definition;
    const values =
      type === 'histogram'
        ? points.flatMap((point) => histogramValues(name, bounds, point))
        : points.map(({ by, value }) => ({ labels: by, value }));
    return { name, help, type, values, aggregator };
  }

  /** For `registry.resetMetrics()`. There is nothing to reset here. */
  reset() {}
}

/** The values of a histogram, cumulated as Prometheus expects. */
function histogramValues(name, bounds, { by, buckets }) {
  let count = 0;
  let sum = 0;
  const values = buckets.map((bucket, index) => {
    count += bucket.count;
    sum += bucket.seconds;
    const labels = { ...by, le: bounds[index] ?? '+Inf' };
    return { metricName: `${name}_bucket`, labels, value: count };
  });
  values.push({ metricName: `${name}_sum`, labels: by, value: sum });
  values.push({ metricName: `${name}_count`, labels: by, value: count });
  return values;
}

/** Reads the source once for all metrics of a scrape, which a registry calls in one job. */
function readOncePerScrape(source) {
  let reading;
  return () => {
    if (reading === undefined) {
      reading = source.read();
      queueMicrotask(() => {
        reading = undefined;
      });
    }
    return reading;
  };
}

const metricPrefix = must(
  `the beginning of a metric's name, like '${PREFIX}'`,
  (value) => typeof value === 'string' && /^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(value),
);

function registerMetrics(registry, options) {
  for (const method of ['registerMetric', 'getSingleMetric', 'removeSingleMetric']) {
    if (typeof registry?.[method] === 'function') continue;
    const message = `the registry must be one of prom-client, like client.register, not ${quote(registry)}`;
    throw argumentError('ERR_GC_TRACKER_INVALID_REGISTRY', message);
  }
  const checked = checkedOptions(options, { gcPauses: true, more: { prefix: metricPrefix } });
  const { prefix = PREFIX } = checked;
  const definitions = definitionsFor(checked);
  const taken = definitions.find(({ prometheus }) => registry.getSingleMetric(prefix + prometheus));
  if (taken !== undefined) {
    const name = quote(prefix + taken.prometheus);
    const message = `the registry already has a metric ${name}; dispose the metrics that registered it, or pass another prefix`;
    throw codedError('ERR_GC_TRACKER_ALREADY_REGISTERED', message);
  }
  const source = new Source(checked);
  const read = readOncePerScrape(source);
  const metrics = definitions.map(
    (definition) => new ScrapedMetric(prefix + definition.prometheus, definition, read),
  );
  const names = metrics.map(({ name }) => name);
  const registered = new RegisteredMetrics(() => {
    source.stop();
    names.forEach((name, index) => {
      if (registry.getSingleMetric(name) === metrics[index]) registry.removeSingleMetric(name);
    });
  });
  try {
    for (const metric of metrics) registry.registerMetric(metric);
  } catch (error) {
    registered.dispose();
    throw error;
  }
  return registered;
}

module.exports = { registerMetrics };
