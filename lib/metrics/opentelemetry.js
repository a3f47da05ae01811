'use strict';

// Metrics on a Meter of OpenTelemetry: observable instruments, read in one batch callback.
//
// Lifetimes are a histogram. The API cannot observe a histogram, it only records single values. So the callback records what
// was counted in buckets since the last callback: one value for each collected target, the mean of its bucket. Counts and
// sums are exact; the position within a bucket is unknown. The values are recorded in batches, so that a burst does not block
// the process. The callback resolves when all are recorded, so that they are part of its export.

const { setImmediate: macrotask } = require('node:timers/promises');
const { argumentError, codedError, quote } = require('../util/errors.js');
const { onGC } = require('../gc/index.js');
const { LIFETIMES, PAUSES } = require('./definitions.js');
const { checkedOptions } = require('./options.js');
const { RegisteredMetrics } = require('./registered-metrics.js');
const { Source, definitionsFor } = require('./source.js');

const ATTRIBUTES = {
  label: 'gc_tracker.label',
  series: 'gc_tracker.series',
  verdict: 'gc_tracker.verdict',
  kind: 'v8js.gc.type',
  recycler: 'gc_tracker.sandbox.recycler',
  reason: 'gc_tracker.sandbox.reason',
};

/** The bounds that the semantic conventions recommend for v8js.gc.duration, in seconds. */
const PAUSE_BOUNDS = [0.01, 0.1, 1, 10];

/** How many values are recorded in one macrotask, which takes about a millisecond. */
const RECORDS_PER_TASK = 1000;

const METHODS = [
  'createHistogram',
  'createObservableCounter',
  'createObservableGauge',
  'createObservableUpDownCounter',
  'addBatchObservableCallback',
  'removeBatchObservableCallback',
];

const meters = new WeakSet();

function registerMetrics(meter, options) {
  for (const method of METHODS) {
    if (typeof meter?.[method] === 'function') continue;
    const wanted = 'what getMeter of @opentelemetry/api 1.3 or later returns';
    throw argumentError('ERR_GC_TRACKER_INVALID_METER', `the meter must be ${wanted}, not ${quote(meter)}`);
  }
  const checked = checkedOptions(options, { gcPauses: false });
  if (meters.has(meter)) {
    const message = 'the meter already has the metrics; dispose them first';
    throw codedError('ERR_GC_TRACKER_ALREADY_REGISTERED', message);
  }
  // Histograms are recorded. All other metrics are observed.
  const observables = new Map();
  for (const definition of definitionsFor(checked)) {
    if (definition.type !== 'histogram') observables.set(definition, new Observable(meter, definition));
  }
  const source = new Source({ ...checked, gcPauses: false });
  let stopPauses;
  try {
    const lifetimes = checked.lifetimes ? new LifetimeRecorder(meter, source) : undefined;
    stopPauses = checked.gcPauses ? recordPauses(meter, source) : undefined;
    const observe = (result) => {
      const reading = source.read();
      for (const [definition, observable] of observables) {
        observable.observe(result, definition.points(reading));
      }
      return lifetimes?.record(LIFETIMES.points(reading));
    };
    const instruments = [...observables.values()].map(({ instrument }) => instrument);
    meter.addBatchObservableCallback(observe, instruments);
    meters.add(meter);
    return new RegisteredMetrics(() => {
      meter.removeBatchObservableCallback(observe, instruments);
      stopPauses?.();
      source.stop();
      meters.delete(meter);
    });
  } catch (error) {
    stopPauses?.();
    source.stop();
    throw error;
  }
}

/** An instrument, and what was observed on it. */
class Observable {
  /** The attributes of all levels that were observed. An SDK repeats the last value until it gets another one. */
  #levels = new Map();
  #isLevel;

  constructor(meter, definition) {
    this.instrument = createInstrument(meter, definition);
    this.#isLevel = definition.additive === true;
  }

  observe(result, points) {
    const gone = new Map(this.#levels);
    for (const { by, value } of points) {
      const attributes = attributesOf(by);
      result.observe(this.instrument, value, attributes);
      if (!this.#isLevel) continue;
      const key = JSON.stringify(by);
      this.#levels.set(key, attributes);
      gone.delete(key);
    }
    for (const attributes of gone.values()) result.observe(this.instrument, 0, attributes);
  }
}

function createInstrument(meter, { opentelemetry, type, additive, unit, help }) {
  const options = { unit, description: help };
  if (type === 'counter') return meter.createObservableCounter(opentelemetry, options);
  if (additive) return meter.createObservableUpDownCounter(opentelemetry, options);
  return meter.createObservableGauge(opentelemetry, options);
}

function createHistogram(meter, { opentelemetry, unit, help }, explicitBucketBoundaries) {
  return meter.createHistogram(opentelemetry, {
    unit,
    description: help,
    advice: { explicitBucketBoundaries },
  });
}

function attributesOf(by) {
  return Object.fromEntries(Object.entries(by).map(([name, value]) => [ATTRIBUTES[name], value]));
}

/** Records each pause when it is reported. There are few. The SDK may throw, and nobody has called us. */
function recordPauses(meter, source) {
  const histogram = createHistogram(meter, PAUSES, PAUSE_BOUNDS);
  return onGC(({ kind, pauseMs }) =>
    source.try('the pauses', () => histogram.record(pauseMs / 1000, attributesOf({ kind }))),
  );
}

class LifetimeRecorder {
  #source;
  #histogram;
  /** The buckets that are recorded already, by label. */
  #recorded = new Map();
  #recording = Promise.resolve();

  /** What the source has already counted is not recorded: it is older than these metrics. */
  constructor(meter, source) {
    this.#source = source;
    this.#histogram = createHistogram(meter, LIFETIMES, LIFETIMES.bounds);
    for (const { by, buckets } of LIFETIMES.points(source.read())) this.#recorded.set(by.label, buckets);
  }

  /**
   * Records the new counts of these points. Resolves when they, and those of earlier calls, are recorded.
   */
  record(points) {
    const records = points.flatMap(({ by, buckets }) => this.#takeNew(by, buckets));
    this.#recording = this.#recording.then(() => this.#recordAll(records));
    return this.#recording;
  }

  async #recordAll(records) {
    let left = RECORDS_PER_TASK;
    for (const { attributes, value, count } of records) {
      for (let number = 0; number < count; number++) {
        if (left-- === 0) {
          await macrotask();
          left = RECORDS_PER_TASK - 1;
        }
        this.#source.try('the lifetimes', () => this.#histogram.record(value, attributes));
      }
    }
  }

  /** The new counts of a label: [{ attributes, value, count }]. */
  #takeNew(by, buckets) {
    const recorded = this.#recorded.get(by.label);
    this.#recorded.set(by.label, buckets);
    const attributes = attributesOf(by);
    // After stopTrackGC the counts restart at 0.
    const hasRestarted = recorded?.some(({ count }, index) => buckets[index].count < count);
    return buckets.flatMap(({ count, seconds }, index) => {
      const before = recorded === undefined || hasRestarted ? { count: 0, seconds: 0 } : recorded[index];
      const more = count - before.count;
      if (more === 0) return [];
      // The mean lies in its bucket, except for rounding.
      const value = Math.min((seconds - before.seconds) / more, LIFETIMES.bounds[index] ?? Infinity);
      return [{ attributes, value, count: more }];
    });
  }
}

module.exports = { registerMetrics };
