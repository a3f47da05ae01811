'use strict';

// Measures the growth of this thread's JavaScript heap at the full GCs that V8 makes anyway. It measures the whole heap,
// because the share of one context is expensive to measure.
//
// GCs are reported a turn of the event loop later, when there is new garbage. Nearly all of it is young, so only the old
// generation is measured.

const v8 = require('node:v8');
const { onGC } = require('../../gc/index.js');

function readOldGeneration() {
  return v8
    .getHeapSpaceStatistics()
    .filter(({ space_name }) => !space_name.startsWith('new_'))
    .reduce((sum, { space_used_size }) => sum + space_used_size, 0);
}

/** The heap in use after the last full GC. It refers to none of its users, so it keeps none of them alive. */
class HeapWatch {
  gcs = 0;
  bytes = 0;
  stop;

  constructor() {
    this.stop = onGC(({ kind }) => {
      if (kind !== 'major') return;
      this.gcs++;
      this.bytes = readOldGeneration();
    });
  }
}

/** The growth since this object was made. */
class GrowthSince {
  #watch;
  #gcs;
  #lowest = readOldGeneration();

  constructor(watch) {
    this.#watch = watch;
    this.#gcs = watch.gcs;
  }

  /** The growth in bytes since the lowest value. 0 before the first full GC. */
  get bytes() {
    const { gcs, bytes } = this.#watch;
    if (gcs === this.#gcs) return 0;
    this.#lowest = Math.min(this.#lowest, bytes);
    return bytes - this.#lowest;
  }
}

module.exports = { GrowthSince, HeapWatch };
