'use strict';

// How much the JavaScript heap of this thread has grown, as full GCs that V8 makes anyway have seen it. A
// heap in between is full of garbage and says nothing; and what one context has of it V8 tells only at a price.

const v8 = require('node:v8');
const { onGC } = require('../../monitor/gcs.js');

const readHeapUsed = () => v8.getHeapStatistics().used_heap_size;

/** What was in use after the last full GC. It refers to nobody who asks, so a forgotten one holds nothing. */
class HeapWatch {
  gcs = 0;
  used = 0;
  stop;

  constructor() {
    this.stop = onGC(({ kind }) => {
      if (kind !== 'major') return;
      this.gcs++;
      this.used = readHeapUsed();
    });
  }
}

/** From now on. */
class HeapGrowth {
  #watch;
  #gcs;
  #least = readHeapUsed();

  constructor(watch) {
    this.#watch = watch;
    this.#gcs = watch.gcs;
  }

  /** In bytes, since the heap was least; 0 before the first full GC. */
  get bytes() {
    const { gcs, used } = this.#watch;
    if (gcs === this.#gcs) return 0;
    this.#least = Math.min(this.#least, used);
    return used - this.#least;
  }
}

module.exports = { HeapGrowth, HeapWatch };
