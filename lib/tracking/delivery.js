'use strict';

// What JavaScript keeps of targets until they end, and the delivery of collected targets.
//
// Delivery runs in macrotasks. Each one fetches a bounded batch from the native side, when the last batch is done, and ends its
// targets one by one, until the time slice is over. A callback that throws leaves its macrotask as an uncaught exception; the
// next macrotask goes on with the next target. Both are in one file, since each further one slows the start of every program.

const { AsyncResource } = require('node:async_hooks');
const { hrtime } = require('node:process');
const { setImmediate } = require('node:timers');

/** Targets in a batch. */
const BATCH = 2048;
/** No further target is ended in a macrotask after this many nanoseconds. */
const SLICE_NS = 5_000_000n;
/** Targets between two looks at the clock. */
const CLOCK = 64;

// A target in the batch: slot, low 32 bits of the id, and 8 more under the 20 of the label.
const WIDTH = 3;

// Bits of the answer of the native step.
const MORE = 0x80000000;
const EMPTY = 0x40000000;
const COUNT = 0x3fffffff;

/** The async context in which callbacks run: not that of the code that noticed the GC. */
const context = new AsyncResource('GC_TRACKER');

/** Bits of a slot within its chunk. */
const BITS = 12;
const SIZE = 1 << BITS;
const MASK = SIZE - 1;

/** What is kept of targets, by slot. In chunks, so that a table of millions is never copied and a short one is small. */
class SlotTable {
  #chunks = [];
  /** How many chunks have been needed since the last `shrink`. */
  #needed = 0;

  set(slot, entry) {
    const index = slot >>> BITS;
    if (index >= this.#needed) this.#need(index);
    this.#chunks[index][slot & MASK] = entry;
  }

  /** Takes the entry out, or returns undefined. */
  take(slot) {
    const chunk = this.#chunks[slot >>> BITS];
    if (chunk === undefined) return undefined;
    const entry = chunk[slot & MASK];
    chunk[slot & MASK] = undefined;
    return entry;
  }

  /**
   * Gives memory back; no slot is in use. The chunks needed since the last call stay: to allocate them anew in each
   * round would make V8 enlarge its young generation.
   */
  shrink() {
    this.#chunks.length = this.#needed;
    this.#needed = 0;
  }

  /** Drops all entries. */
  clear() {
    this.#chunks.length = this.#needed = 0;
  }

  #need(index) {
    while (this.#chunks.length <= index) this.#chunks.push(new Array(SIZE).fill(undefined));
    this.#needed = index + 1;
  }
}

class Delivery {
  #registry;
  #batch = new Uint32Array(BATCH * WIDTH);
  /** The next target of the batch, and the batch's end. */
  #position = 0;
  #count = 0;
  #more = false;
  #scheduled = false;
  #step = () => this.#deliver();
  /** Targets of the batch that have ended: their callback has run, or they were untracked. */
  ended = 0;

  /** Of the registry it calls `native.step`, `shrink` and `end`. */
  constructor(registry) {
    this.#registry = registry;
  }

  /** Whether a macrotask is still to run. */
  get scheduled() {
    return this.#scheduled;
  }

  schedule() {
    if (this.#scheduled) return;
    this.#scheduled = true;
    context.runInAsyncScope(setImmediate, undefined, this.#step);
  }

  stop() {
    this.#count = this.#position = this.ended = 0;
    this.#more = false;
  }

  #deliver() {
    this.#scheduled = false;
    if (this.#position === this.#count) this.#fetch();
    try {
      this.#run();
    } finally {
      if (this.#position < this.#count || this.#more) this.schedule();
    }
  }

  #fetch() {
    this.stop();
    const answer = this.#registry.native.step(this.#batch);
    this.#count = answer & COUNT;
    this.#more = (answer & MORE) !== 0;
    if ((answer & EMPTY) !== 0) this.#registry.shrink();
  }

  #run() {
    const batch = this.#batch;
    const registry = this.#registry;
    const end = hrtime.bigint() + SLICE_NS;
    while (this.#position < this.#count) {
      const at = WIDTH * this.#position++;
      const high = batch[at + 2];
      registry.end(batch[at], batch[at + 1] + (high & 0xff) * 2 ** 32, (high >>> 8) & 0xfffff);
      if (this.#position % CLOCK === 0 && hrtime.bigint() > end) return;
    }
  }
}

module.exports = { Delivery, SlotTable };
