'use strict';

// How much the JavaScript heap of this thread has grown, as the last full GC that V8 has made anyway has seen it. What
// one context has of it V8 tells only at a price.
//
// A GC is told of a turn of the event loop later, and there is garbage again by then. Nearly all of it is young, so only
// the old generation is read.

const v8 = require('node:v8');
const { onGC } = require('../../gc/index.js');

function readOldGeneration() {
  return v8
    .getHeapSpaceStatistics()
    .filter(({ space_name }) => !space_name.startsWith('new_'))
    .reduce((sum, { space_used_size }) => sum + space_used_size, 0);
}

/** What was in use after the last full GC. It refers to nobody who asks, so a forgotten one holds nothing. */
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

/** From now on. */
class GrowthSince {
  #watch;
  #gcs;
  #least = readOldGeneration();

  constructor(watch) {
    this.#watch = watch;
    this.#gcs = watch.gcs;
  }

  /** In bytes, since it was least; 0 before the first full GC. */
  get bytes() {
    const { gcs, bytes } = this.#watch;
    if (gcs === this.#gcs) return 0;
    this.#least = Math.min(this.#least, bytes);
    return bytes - this.#least;
  }
}

module.exports = { GrowthSince, HeapWatch };
