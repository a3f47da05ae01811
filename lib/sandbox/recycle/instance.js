'use strict';

// An instance of a recycler: one sandbox, with the calls that it has served, its age, its memory, and the limit that it has
// passed.

const { argumentError, quote } = require('../../util/errors.js');
const { GrowthSince } = require('./heap-growth.js');

class Instance {
  #sandbox;
  #heap;
  #createdAt;
  #now;
  /** The number of calls that were started. */
  calls = 0;
  running = 0;
  /** Why it is replaced: a result of `passedLimit`, or 'crash'. */
  reason;
  crashed = false;
  /** A promise while it is being disposed. */
  disposal;

  /** `heapWatch` is undefined if there is no limit for the heap. */
  constructor(sandbox, heapWatch, now) {
    // Never await the exports: they may be a thenable, as in OpenCV 4.
    if (typeof sandbox?.dispose !== 'function' || typeof sandbox.wasmBytes !== 'number') {
      const wanted = 'what createSandbox resolves with, or { exports, wasmBytes, dispose() }';
      const message = `the factory must return a promise of ${wanted}, not ${quote(sandbox)}`;
      throw argumentError('ERR_GC_TRACKER_INVALID_SANDBOX', message);
    }
    this.#sandbox = sandbox;
    this.#heap = heapWatch && new GrowthSince(heapWatch);
    this.#now = now;
    this.#createdAt = now();
  }

  get exports() {
    return this.#sandbox.exports;
  }

  get wasmBytes() {
    return this.#sandbox.wasmBytes;
  }

  get ageMs() {
    return this.#now() - this.#createdAt;
  }

  /** The first limit that it has passed, or undefined. Without any call, it cannot have leaked. */
  passedLimit({ maxCalls, maxWasmBytes, maxHeapBytes, maxAgeMs }) {
    if (this.calls === 0) return undefined;
    if (this.calls >= maxCalls) return 'calls';
    if (maxWasmBytes < Infinity && this.wasmBytes > maxWasmBytes) return 'wasmBytes';
    if (this.#heap?.bytes > maxHeapBytes) return 'heapBytes';
    if (maxAgeMs < Infinity && this.ageMs >= maxAgeMs) return 'age';
    return undefined;
  }

  /** Resolves with the freed memory. Rejects if the disposal was not proven. */
  dispose(options) {
    return this.#sandbox.dispose(options);
  }
}

module.exports = { Instance };
