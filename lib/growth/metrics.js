'use strict';

// What is measured after each round. The size of the heap only decides whether snapshots are worth while: V8 changes it for
// reasons of its own, so only rounds in which it stays the same prove something. All other metrics must not grow on every
// round.

const process = require('node:process');
const v8 = require('node:v8');
const { argumentError, quote } = require('../util/errors.js');
const { must } = require('../util/options.js');

/** The smallest object that V8 makes, in bytes. */
const SMALLEST = 16;
/** In so many rounds shrinking may have hidden the growth. */
const HIDDEN = 1;
/** The heap spaces for compiled code. */
const COMPILED = /^(?:code|trusted)_/;

/** Memory outside JavaScriptCore's heap grows by some kilobytes on every round, whatever the program does. */
const EXTERNAL_STEP = process.versions.bun === undefined ? 1 : 65_536;

/** Watched by default: memory outside the heap, in bytes. */
const defaults = {
  external: () => Math.floor(process.memoryUsage().external / EXTERNAL_STEP) * EXTERNAL_STEP,
  arrayBuffers: () => process.memoryUsage().arrayBuffers,
};

/** The size of the heap after each round. */
class HeapMeter {
  #size;
  /** Rounds in which the size did not change. */
  #still = 0;
  rounds = -1;

  /** Measures, after a GC. */
  read() {
    const size = sizeOfHeap();
    if (this.rounds++ >= 0 && Math.abs(size - this.#size) < SMALLEST) this.#still++;
    this.#size = size;
  }

  /** Whether each loop may leave something behind. */
  get mayGrow() {
    return this.#still <= HIDDEN;
  }
}

/** In bytes, without compiled code. */
function sizeOfHeap() {
  const spaces = v8.getHeapSpaceStatistics().filter(({ space_name: name }) => !COMPILED.test(name));
  return spaces.reduce((sum, { space_used_size: size }) => sum + size, 0);
}

/** The other metrics. */
class Meters {
  #loops;
  #metrics;

  /** `metrics` is [{ name, read }], see checkedMetrics. */
  constructor(metrics, loops) {
    this.#loops = loops;
    this.#metrics = metrics.map(({ name, read }) => ({ name, read, values: [] }));
  }

  async read() {
    for (const { name, read, values } of this.#metrics) {
      const value = await read();
      if (!Number.isFinite(value)) {
        const message = `metrics.${name} must return a finite number, not ${quote(value)}`;
        throw argumentError('ERR_GC_TRACKER_INVALID_METRIC', message);
      }
      values.push(value);
    }
  }

  /** Whether one of them has grown on every round so far. */
  get mayGrow() {
    return this.#metrics.some(isGrowing);
  }

  /** The metrics that have grown on every round, as in LeakError. */
  growing() {
    return this.#metrics.filter(isGrowing).map(({ name, values }) => ({
      kind: 'metric',
      name,
      values: [...values],
      perLoop: (values.at(-1) - values[0]) / (values.length - 1) / this.#loops,
      known: null,
    }));
  }
}

function isGrowing({ values }) {
  return values.every((value, index) => index === 0 || value > values[index - 1]);
}

const metricsObject = must(
  'an object of functions like { wasm: () => memory.byteLength }',
  (value) => typeof value === 'object' && value !== null,
);
const reader = must('a function or false', (value) => typeof value === 'function' || value === false);

/** `{ name: function or false }` as [{ name, read }], with the defaults. */
function checkedMetrics(metrics) {
  const all = Object.entries({ ...defaults, ...metricsObject(metrics, 'metrics') });
  return all
    .map(([name, read]) => ({ name, read: reader(read, `metrics.${name}`) }))
    .filter(({ read }) => read !== false);
}

module.exports = { HeapMeter, Meters, checkedMetrics };
