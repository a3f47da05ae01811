'use strict';

// The JavaScript side of a native registry: labels, callbacks, and the macrotasks that run them.
//
// The native side holds `wake` weakly and calls it when a GC may have collected something. Then one
// step a macrotask fetches a bounded batch of targets that were collected and runs their callbacks,
// until nothing is left. A callback that throws leaves its macrotask as an uncaught exception; the
// next macrotask goes on behind it.

const { AsyncResource } = require('node:async_hooks');
const process = require('node:process');
const { setImmediate } = require('node:timers');
const native = require('../native/index.js');

/** Not that of `performance`, which takes longer to load than all of this. */
const { hrtime } = process;

/** Its sentinels are in JavaScript: see lib/tracking/bun-sentinels.js. */
const isBun = process.versions.bun !== undefined;

/** Callbacks in one macrotask: at most this many, … */
const BATCH = 2048;
/** … and no further one after this many nanoseconds. */
const SLICE_NS = 5_000_000n;
/** Callbacks between two looks at the clock. */
const CLOCK = 64;

// A target in the batch: slot, low 32 bits of the id, and 8 more under the 20 of the label.
const WIDTH = 3;

/** The async context in which callbacks run: not that of whoever noticed a collected target. */
const context = new AsyncResource('GC_TRACKER');

// Bits of the answer of the native step.
const MORE = 0x80000000;
const EMPTY = 0x40000000;
const COUNT = 0x3fffffff;

// Of a chunk of the table of callbacks: bits of a slot in it, size, mask.
const BITS = 12;
const SIZE = 1 << BITS;
const MASK = SIZE - 1;

/**
 * What has a callback, by slot: the callback, its handle, or a record of its disposal. In chunks, so that a table of
 * millions is never copied and a short one is small.
 */
class CallbackTable {
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
   * Gives memory back; no slot is in use. What has been needed since the last time stays: to allocate it
   * anew in each round would make V8 enlarge its young generation.
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

/** lib/tracking/disposals.js, loaded with the first target that is disposable or disposed. */
let disposal;

/** Whether what was in the table is the record of such a target. */
function isRecord(entry) {
  return disposal !== undefined && entry instanceof disposal.Disposal;
}

/** A label's number on the native side, and the registry that it is of. */
class Label {
  constructor(registry, name, number) {
    this.registry = registry;
    this.name = name;
    this.number = number;
    /** What `track` wants, but for the bit that says that there is a callback. */
    this.word = number * 2;
  }
}

class Registry {
  // Answers of `untrack`: how the target stood.
  static ENDED = 0;
  static LIVE = 1;
  static PENDING = 2;
  static #HANDED = 3;

  #labels = [];
  #disposals;
  #fullGCs;
  /** What sentinels had shown when a full GC was forced, before anybody counted. */
  #forcedAt = -1;
  #labelsByName = new Map();
  #recent;
  #runCallback;
  #batch = new Uint32Array(BATCH * WIDTH);
  /** Of the batch: where to go on, where it ends, and how many have run or were untracked. */
  #position = 0;
  #count = 0;
  #taken = 0;
  #more = false;
  /** Full GCs that the sentinels in JavaScript have shown. */
  #noticed = 0;
  #scheduled = false;
  #stopped = false;
  #wake = () => this.#schedule();
  #step = () => this.#deliver();

  /** `runCallback(entry, id, label)` is given what was put into the table. */
  constructor(firstId, runCallback) {
    this.#runCallback = runCallback;
    this.#recent = this.#addLabel(undefined);
    /** The native functions. */
    this.native = native.createRegistry(firstId, this.#wake);
    /** What has a callback, by slot. */
    this.table = new CallbackTable();
    /** The label of targets without one. */
    this.unlabelled = this.#recent;
    /** Held here so that it goes on. */
    this.sentinels = isBun ? this.#watchGC() : undefined;
  }

  /** What is known of disposable and disposed targets. */
  get disposals() {
    if (this.#disposals === undefined) {
      disposal ??= require('./disposals.js');
      const { FullGCs } = require('./full-gc-counter.js');
      const shown = () => this.#shownGCs();
      this.#fullGCs = new FullGCs(shown, this.#forcedAt === shown());
      this.#disposals = new disposal.Disposals(this.#fullGCs);
    }
    return this.#disposals;
  }

  /** How many full GCs sentinels have shown. */
  #shownGCs() {
    return this.sentinels === undefined ? this.native.fullGCs() : this.#noticed;
  }

  #watchGC() {
    return require('./bun-sentinels.js').watchGC((full) => {
      if (full) this.#noticed++;
      else if (!this.#stopped) this.native.gc(true);
      return !this.#stopped;
    });
  }

  /** The label of that name, made when it is new. */
  label(name) {
    if (name === this.#recent.name) return this.#recent;
    const label = this.#labelsByName.get(name) ?? this.#addLabel(name);
    this.#recent = label;
    return label;
  }

  /** Whether the target is collected; if so, its callback will run without another GC. */
  isCollected(slot, id) {
    const collected = this.native.isCollected(slot, id);
    if (collected && !this.#stopped) this.#schedule();
    return collected;
  }

  /** ENDED, LIVE or PENDING. */
  untrack(slot, id) {
    const standing = this.native.untrack(slot, id);
    if (standing === Registry.ENDED) return standing;
    const entry = this.table.take(slot);
    if (isRecord(entry)) this.disposals.drop(entry);
    if (standing !== Registry.#HANDED) return standing;
    // Of the batch that is being delivered: its callback has run if it is no longer in the table.
    if (entry === undefined) return Registry.ENDED;
    this.#taken++;
    return Registry.PENDING;
  }

  /** The record of a live target, made if there is none; undefined if the target has ended. */
  disposal(slot, id, label, stack) {
    if (this.isCollected(slot, id) || !this.native.addCallback(slot, id)) return undefined;
    const entry = this.table.take(slot);
    const record = isRecord(entry) ? entry : this.disposals.record(slot, id, label, stack, entry);
    this.table.set(slot, record);
    return record;
  }

  /** A GC was forced just now. */
  noticeGC(full) {
    if (full && this.#fullGCs === undefined) this.#forcedAt = this.#shownGCs();
    else if (full) this.#fullGCs.addForced();
    this.native.gc(full);
  }

  /** Whether everything was given up. */
  get stopped() {
    return this.#stopped;
  }

  /** Whether a step is still to run. */
  get busy() {
    return this.#scheduled;
  }

  stats() {
    const numbers = new Float64Array(1 + 3 * this.#labels.length);
    this.native.stats(numbers);
    const total = { live: 0, collected: 0, untracked: 0, pending: numbers[0] - this.#taken };
    const labels = { __proto__: null };
    for (const { name, number } of this.#labels) {
      const [live, collected, untracked] = numbers.subarray(1 + 3 * number);
      total.live += live;
      total.collected += collected;
      total.untracked += untracked;
      if (name !== undefined) labels[name] = { live, collected, untracked };
    }
    return { ...total, labels };
  }

  /** From now on counts the lifetimes of labelled targets. */
  watchLifetimes() {
    this.native.watchLifetimes(require('./lifetimes.js').TICKS);
  }

  /** The lifetimes counted so far: { [label]: buckets }, see lib/tracking/lifetimes.js. */
  lifetimes() {
    const { bucketsOf, numbersFor } = require('./lifetimes.js');
    const numbers = numbersFor(this.#labels.length);
    this.native.lifetimes(numbers);
    const labels = { __proto__: null };
    for (const { name, number } of this.#labels) {
      if (name !== undefined) labels[name] = bucketsOf(numbers, number);
    }
    return labels;
  }

  stop() {
    this.#stopped = true;
    this.#count = this.#position = this.#taken = 0;
    this.#more = false;
    this.table.clear();
    this.#disposals?.clear();
    this.native.stop();
  }

  #addLabel(name) {
    const label = new Label(this, name, this.#labels.length);
    this.#labels.push(label);
    this.#labelsByName.set(name, label);
    return label;
  }

  #schedule() {
    if (this.#scheduled) return;
    this.#scheduled = true;
    context.runInAsyncScope(setImmediate, undefined, this.#step);
  }

  #deliver() {
    this.#scheduled = false;
    if (this.#position === this.#count) this.#fetch();
    try {
      this.#run();
    } finally {
      if (this.#position < this.#count || this.#more) this.#schedule();
    }
  }

  #fetch() {
    this.#position = this.#count = this.#taken = 0;
    const answer = this.native.step(this.#batch);
    this.#count = answer & COUNT;
    this.#more = (answer & MORE) !== 0;
    if ((answer & EMPTY) !== 0) this.table.shrink();
  }

  #run() {
    const batch = this.#batch;
    const end = hrtime.bigint() + SLICE_NS;
    while (this.#position < this.#count) {
      const at = WIDTH * this.#position++;
      const entry = this.table.take(batch[at]);
      if (entry !== undefined) {
        this.#taken++;
        const high = batch[at + 2];
        const id = batch[at + 1] + (high & 0xff) * 2 ** 32;
        this.#runCallback(entry, id, this.#labels[(high >>> 8) & 0xfffff]);
      }
      if (this.#position % CLOCK === 0 && hrtime.bigint() > end) return;
    }
  }
}

module.exports = { CallbackTable, Registry, isRecord };
