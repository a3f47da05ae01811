'use strict';

// Metrics on a Meter of OpenTelemetry: observable instruments, read in one batch callback.
//
// Lifetimes are a histogram, and the API has no way to observe one: it takes single values. So what has been
// counted in buckets since the last callback is recorded there, one record a collected target, each with the
// mean of its bucket: counts and sum are exact, and where in its bucket a target was is not known. Some at a
// time, so that a burst does not stall the process; the callback ends when all are recorded, so that they
// are in its export.

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

/** What the semantic conventions advise for v8js.gc.duration. */
const PAUSE_BOUNDS = [0.01, 0.1, 1, 10];

/** Records in one macrotask: about a millisecond. */
const RECORDS = 1000;

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
    const message = 'the meter has the metrics already; dispose of those first';
    throw codedError('ERR_GC_TRACKER_ALREADY_REGISTERED', message);
  }
  // Histograms are recorded, all others observed.
  const observables = new Map();
  for (const definition of definitionsFor(checked)) {
    if (definition.type !== 'histogram') observables.set(definition, new Observable(meter, definition));
  }
  const source = new Source({ ...checked, gcPauses: false });
  const lifetimes = checked.lifetimes
    ? new LifetimeRecorder(meter, LIFETIMES.points(source.read()))
    : undefined;
  const stopPauses = checked.gcPauses ? recordPauses(meter) : undefined;

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
}

/** An instrument, and what has been observed of it. */
class Observable {
  /** The attributes of levels by their values. An SDK exports the last value for ever if it gets no other. */
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

/** Records each pause when it is known; there are few. */
function recordPauses(meter) {
  const histogram = createHistogram(meter, PAUSES, PAUSE_BOUNDS);
  return onGC(({ kind, duration }) => histogram.record(duration / 1000, attributesOf({ kind })));
}

class LifetimeRecorder {
  #histogram;
  /** The buckets that were recorded, by label. */
  #recorded = new Map();
  #recording = Promise.resolve();

  /** What is in `points` already is not recorded: it was counted for somebody else. */
  constructor(meter, points) {
    this.#histogram = createHistogram(meter, LIFETIMES, LIFETIMES.bounds);
    for (const { by, buckets } of points) this.#recorded.set(by.label, buckets);
  }

  /**
   * Records what is new in these points; resolves when that is done, and what another reader has asked for.
   */
  record(points) {
    const records = points.flatMap(({ by, buckets }) => this.#take(by, buckets));
    this.#recording = this.#recording.then(() => this.#recordAll(records));
    return this.#recording;
  }

  async #recordAll(records) {
    let left = RECORDS;
    for (const { attributes, value, count } of records) {
      for (let number = 0; number < count; number++) {
        if (left-- === 0) {
          await macrotask();
          left = RECORDS - 1;
        }
        this.#histogram.record(value, attributes);
      }
    }
  }

  /** What is new of a label: [{ attributes, value, count }]. */
  #take(by, buckets) {
    const recorded = this.#recorded.get(by.label);
    this.#recorded.set(by.label, buckets);
    const attributes = attributesOf(by);
    // After stopTrackGC they are counted anew.
    const isAnew = recorded?.some(({ count }, index) => buckets[index].count < count);
    return buckets.flatMap(({ count, seconds }, index) => {
      const before = recorded === undefined || isAnew ? { count: 0, seconds: 0 } : recorded[index];
      const more = count - before.count;
      if (more === 0) return [];
      // Their mean is in their bucket, but for rounding.
      const value = Math.min((seconds - before.seconds) / more, LIFETIMES.bounds[index] ?? Infinity);
      return [{ attributes, value, count: more }];
    });
  }
}

module.exports = { registerMetrics };
