'use strict';

// The pauses of garbage collections, counted in buckets by kind.

const { onGC } = require('../gc/index.js');

class Pauses {
  #bounds;
  #kinds = new Map();
  #stop;

  /** `bounds` are the upper ones of the buckets, rising, in seconds; the last bucket has none. */
  constructor(bounds) {
    this.#bounds = bounds;
    this.#stop = onGC(({ kind, duration }) => this.#add(kind, duration / 1000));
  }

  /** [{ kind, buckets: [{ count, seconds }] }]: how many and their sum, one a bucket. */
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
