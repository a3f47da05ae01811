'use strict';

// Counts the pauses of garbage collections, in buckets for each kind of GC.

const { onGC } = require('../gc/index.js');

class Pauses {
  #bounds;
  #kinds = new Map();
  #stop;

  /** `bounds` are the upper bounds of the buckets in seconds, rising. The last bucket has no upper bound. */
  constructor(bounds) {
    this.#bounds = bounds;
    this.#stop = onGC(({ kind, pauseMs }) => this.#add(kind, pauseMs / 1000));
  }

  /** [{ kind, buckets: [{ count, seconds }] }]: for each bucket, the number of pauses and their sum. */
  read() {
    return [...this.#kinds].map(([kind, buckets]) => ({ kind, buckets }));
  }

  stop() {
    this.#stop();
  }

  #add(kind, seconds) {
    if (!this.#kinds.has(kind)) this.#kinds.set(kind, emptyBuckets(this.#bounds.length + 1));
    const index = this.#bounds.findIndex((bound) => seconds <= bound);
    const bucket = this.#kinds.get(kind).at(index);
    bucket.count++;
    bucket.seconds += seconds;
  }
}

function emptyBuckets(count) {
  return Array.from({ length: count }, () => ({ count: 0, seconds: 0 }));
}

module.exports = { Pauses };
