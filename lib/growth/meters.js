'use strict';

// What is measured after each round. The heap as a whole is only a hint, whether a look at it is worth while: its number of
// objects is exact, but strings and the like are not in it; its size also changes by V8's own doings. All other metrics
// must not grow on every round.

const process = require('node:process');
const v8 = require('node:v8');
const { argumentError, quote } = require('../errors.js');

/** The smallest object that V8 makes, in bytes. */
const SMALLEST = 16;
/** A heap that has become smaller by so many bytes says nothing: V8 has freed a page. */
const DROP = 32_768;
/** In so many rounds something that goes away may have hidden what grows. */
const HIDDEN = 1;

/** Watched unless the caller says otherwise: memory outside the heap, in bytes. */
const usual = {
  external: () => process.memoryUsage().external,
  arrayBuffers: () => process.memoryUsage().arrayBuffers,
};

/** The heap by number of objects and by size, after each round. */
class HeapMeter {
  #inspector;
  #leastCount;
  #count;
  #size;
  /** Rounds in which it has not grown. */
  #stillByCount = 0;
  #stillBySize = 0;
  rounds = -1;

  /** `inspector` is an open one; a loop of `loops` that leaves nothing behind does not count. */
  constructor(inspector, loops) {
    this.#inspector = inspector;
    this.#leastCount = loops;
  }

  /** Measures; this makes a GC. */
  async read() {
    const count = await this.#inspector.countObjects();
    const size = v8.getHeapStatistics().used_heap_size;
    if (this.rounds++ >= 0) {
      if (count === null || count < this.#count + this.#leastCount) this.#stillByCount++;
      const more = size - this.#size;
      if (more < this.#leastCount * SMALLEST && more > -DROP) this.#stillBySize++;
    }
    [this.#count, this.#size] = [count, size];
  }

  /** Whether there may be more objects after each round. */
  get mayGrowByCount() {
    return this.#stillByCount <= HIDDEN;
  }

  /** Whether they may be larger after each round. */
  get mayGrowBySize() {
    return this.#stillBySize <= HIDDEN;
  }
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

  /** Those that have grown on every round, as LeakError has them. */
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

/** `{ name: function or false }` as [{ name, read }], with the usual ones. */
function checkedMetrics(metrics) {
  if (typeof metrics !== 'object' || metrics === null) {
    throw invalid(
      `metrics must be an object of functions like { wasm: () => memory.byteLength }, not ${quote(metrics)}`,
    );
  }
  const all = Object.entries({ ...usual, ...metrics }).filter(([, read]) => read !== false);
  for (const [name, read] of all) {
    if (typeof read === 'function') continue;
    throw invalid(`metrics.${name} must be a function or false, not ${quote(read)}`);
  }
  return all.map(([name, read]) => ({ name, read }));
}

function invalid(message) {
  return argumentError('ERR_GC_TRACKER_INVALID_OPTIONS', message);
}

module.exports = { HeapMeter, Meters, checkedMetrics };
