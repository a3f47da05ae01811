'use strict';

// The JavaScript side of a native registry: labels, callbacks, and the macrotasks that run them.
//
// The native side holds `wake` weakly and calls it when a GC may have collected something. Then one
// step a macrotask asks the native side for a bounded batch of slots and runs their callbacks, until
// nothing is left. A callback that throws leaves its macrotask as an uncaught exception; the next
// macrotask goes on behind it.

const { setImmediate } = require('node:timers');
const { performance } = require('node:perf_hooks');
const native = require('../native.js');
const { Table } = require('./table.js');

/** Callbacks in one macrotask: at most this many, … */
const BATCH = 2048;
/** … and no further one after this many milliseconds. */
const SLICE_MS = 5;
/** Callbacks between two looks at the clock. */
const CLOCK = 64;

// Bits of the answer of the native step.
const MORE = 0x80000000;
const EMPTY = 0x40000000;
const COUNT = 0x3fffffff;

/** A label's number on the native side, and the registry that it is of. */
class Label {
  constructor(registry, name, number) {
    this.registry = registry;
    this.name = name;
    /** Twice the number, as `track` wants it. */
    this.word = number * 2;
  }
}

class Registry {
  // Answers of `untrack`: how the target stood.
  static ENDED = 0;
  static WAS_LIVE = 1;
  static WAS_PENDING = 2;

  #labels = new Map();
  #batch = new Uint32Array(BATCH);
  /** Of the batch: where to go on, where it ends, and how many callbacks have run. */
  #position = 0;
  #count = 0;
  #ran = 0;
  #more = false;
  #scheduled = false;
  #stopped = false;
  #recent;
  #runCallback;
  #wake = () => this.#schedule();
  #step = () => this.#deliver();

  constructor(firstId, runCallback) {
    /** The native functions. */
    this.native = native.createRegistry(firstId, this.#wake);
    /** The handles that have a callback. */
    this.table = new Table();
    /** What an unlabelled target has. */
    this.unlabelled = new Label(this, undefined, 0);
    this.#recent = this.unlabelled;
    this.#runCallback = runCallback;
  }

  /** The label of that name, made when it is new. */
  label(name) {
    if (name === this.#recent.name) return this.#recent;
    let label = this.#labels.get(name);
    if (label === undefined) {
      label = new Label(this, name, this.#labels.size + 1);
      this.#labels.set(name, label);
    }
    this.#recent = label;
    return label;
  }

  /** Whether the target is collected; if so, its callback will run without another GC. */
  isCollected(slot, id) {
    const collected = this.native.isCollected(slot, id);
    if (collected && !this.#stopped) this.#schedule();
    return collected;
  }

  /** ENDED, WAS_LIVE or WAS_PENDING. */
  untrack(slot, id) {
    const end = this.native.untrack(slot, id);
    if (end !== Registry.ENDED) this.table.take(slot);
    return end;
  }

  /** Whether a step is still to run. */
  get busy() {
    return this.#scheduled;
  }

  stats() {
    const numbers = new Float64Array(1 + 3 * (this.#labels.size + 1));
    this.native.stats(numbers);
    const total = { live: 0, collected: 0, untracked: 0, pending: numbers[0] - this.#ran };
    const labels = { __proto__: null };
    const add = (name, at) => {
      const [live, collected, untracked] = numbers.subarray(at, at + 3);
      total.live += live;
      total.collected += collected;
      total.untracked += untracked;
      if (name !== undefined) labels[name] = { live, collected, untracked };
    };
    add(undefined, 1);
    for (const label of this.#labels.values()) add(label.name, 1 + 1.5 * label.word);
    return { ...total, labels };
  }

  stop() {
    this.#stopped = true;
    this.#count = this.#position = this.#ran = 0;
    this.#more = false;
    this.table.clear();
    this.native.stop();
  }

  #schedule() {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(this.#step);
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
    this.#position = this.#count = this.#ran = 0;
    const answer = this.native.step(this.#batch);
    this.#count = answer & COUNT;
    this.#more = (answer & MORE) !== 0;
    if ((answer & EMPTY) !== 0) this.table.shrink();
  }

  #run() {
    const end = performance.now() + SLICE_MS;
    while (this.#position < this.#count) {
      const tracked = this.table.take(this.#batch[this.#position++]);
      if (tracked !== undefined) {
        this.#ran++;
        this.#runCallback(tracked);
      }
      if (this.#position % CLOCK === 0 && performance.now() > end) return;
    }
  }
}

module.exports = { Registry };
