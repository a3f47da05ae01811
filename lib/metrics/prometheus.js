'use strict';

// Metrics on a registry of prom-client. They are not objects of its classes but of one with the methods that
// a registry calls: so there is no question of whose copy of prom-client it is, counters and histograms tell
// what was counted elsewhere, and nothing runs between two scrapes but the observer of GCs.

const { argumentError, codedError, quote } = require('../util/errors.js');
const { must } = require('../util/options.js');
const { checkedOptions } = require('./options.js');
const { RegisteredMetrics } = require('./registered-metrics.js');
const { Source, definitionsFor } = require('./source.js');

const PREFIX = 'gc_tracker_';

/** What a registry calls. */
class ScrapedMetric {
  #definition;
  #read;
  /** All are sums over the workers of a cluster. */
  aggregator = 'sum';

  constructor(name, definition, read) {
    /** A registry for OpenMetrics takes the `_total` off. */
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

  /** For `registry.resetMetrics()`: there is nothing here to reset. */
  reset() {}
}

/** Cumulated, as Prometheus has them. */
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

/** One reading for all metrics of a scrape: a registry calls them in one job. */
function onceAScrape(source) {
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
    const message = `the registry has a metric ${name} already; dispose of what registered it, or pass another prefix`;
    throw codedError('ERR_GC_TRACKER_ALREADY_REGISTERED', message);
  }
  const source = new Source(checked);
  const read = onceAScrape(source);
  const metrics = definitions.map(
    (definition) => new ScrapedMetric(prefix + definition.prometheus, definition, read),
  );
  const names = metrics.map(({ name }) => name);
  for (const metric of metrics) registry.registerMetric(metric);
  return new RegisteredMetrics(() => {
    source.stop();
    names.forEach((name, index) => {
      if (registry.getSingleMetric(name) === metrics[index]) registry.removeSingleMetric(name);
    });
  });
}

module.exports = { registerMetrics };
