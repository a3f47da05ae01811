'use strict';

// One sandbox behind a recycler, and what the recycler knows of it: the calls it has served, its age, its memory, and which
// limit it has passed.

const { argumentError, quote } = require('../../util/errors.js');
const { GrowthSince } = require('./heap-growth.js');

class Instance {
  #sandbox;
  #heap;
  #bornAt;
  #now;
  /** Calls that were begun. */
  calls = 0;
  running = 0;
  /** Why it has to go, or has gone: one of the reasons of `passed`, or 'crash'. */
  reason;
  crashed = false;
  /** From when it is being disposed of until that is proven or not. */
  disposal;

  /** `heapWatch` is undefined if nobody wants to know of the heap. */
  constructor(sandbox, heapWatch, now) {
    // Its exports may be a thenable, as those of OpenCV 4: only read them to hand them to a function.
    if (typeof sandbox?.dispose !== 'function' || typeof sandbox.wasmBytes !== 'number') {
      const wanted = 'what createSandbox resolves with, or { exports, wasmBytes, dispose() }';
      const message = `the factory must return a promise of ${wanted}, not ${quote(sandbox)}`;
      throw argumentError('ERR_GC_TRACKER_INVALID_SANDBOX', message);
    }
    this.#sandbox = sandbox;
    this.#heap = heapWatch && new GrowthSince(heapWatch);
    this.#now = now;
    this.#bornAt = now();
  }

  get exports() {
    return this.#sandbox.exports;
  }

  get wasmBytes() {
    return this.#sandbox.wasmBytes;
  }

  get ageMs() {
    return this.#now() - this.#bornAt;
  }

  /** The first limit that it has passed, or undefined. One that has served no call cannot have leaked by one. */
  passed({ maxCalls, maxWasmBytes, maxHeapBytes, maxAgeMs }) {
    if (this.calls === 0) return undefined;
    if (this.calls >= maxCalls) return 'calls';
    if (maxWasmBytes < Infinity && this.wasmBytes > maxWasmBytes) return 'wasmBytes';
    if (this.#heap?.bytes > maxHeapBytes) return 'heapBytes';
    if (maxAgeMs < Infinity && this.ageMs >= maxAgeMs) return 'age';
    return undefined;
  }

  /** Resolves with what was freed, or rejects if that was not proven. */
  dispose(options) {
    return this.#sandbox.dispose(options);
  }
}

module.exports = { Instance };
