'use strict';

// The JavaScript side of a native registry: labels, callbacks and records of disposal by slot, and their delivery.
//
// The native side holds `wake` weakly, and calls it when a GC may have collected something.

const process = require('node:process');
const { loadAddon } = require('../native/index.js');
const { Delivery, SlotTable } = require('./delivery.js');

/** Whether the sentinels are in JavaScript: see bun-sentinels.js. */
const isBun = process.versions.bun !== undefined;

/** A label of a registry, and its number on the native side. */
class Label {
  constructor(registry, name, number) {
    this.registry = registry;
    this.name = name;
    this.number = number;
    /** The argument of the native `track`, without the bit that says that there is a callback. */
    this.word = number * 2;
    /** Whether no target has it yet; see `keep`. */
    this.isNew = true;
  }
}

class Registry {
  // Answers of `untrack`: the state of the target.
  static ENDED = 0;
  static LIVE = 1;
  static PENDING = 2;
  static #HANDED = 3;

  #labels = [];
  #labelsByName = new Map();
  #recentLabel;
  #runCallback;
  #disposals;
  #fullGCs;
  /** The full GCs shown when one was forced while nobody counted; see full-gc-counter.js. */
  #forcedAt = -1;
  /** Full GCs that the sentinels in JavaScript have shown. */
  #noticed = 0;
  #stopped = false;
  #delivery = new Delivery(this);
  #wake = () => this.#delivery.schedule();

  /** `runCallback(entry, id, label)` runs an entry of the table. */
  constructor(firstId, runCallback) {
    this.#runCallback = runCallback;
    this.#recentLabel = this.keep(new Label(this, undefined, 0));
    /** The native functions. */
    this.native = loadAddon().createRegistry(firstId, this.#wake);
    /** Entries of targets that have a callback: see tracked.js. */
    this.table = new SlotTable();
    /** The label of targets without one. */
    this.unlabelled = this.#recentLabel;
    /** Held, since they stop when they are collected. */
    this.sentinels = isBun ? this.#watchGC() : undefined;
  }

  /** What is known of disposable and disposed targets. */
  get disposals() {
    if (this.#disposals === undefined) {
      // Loaded with the first target that is disposable or disposed.
      const { Disposals } = require('./disposals.js');
      const { FullGCs } = require('./full-gc-counter.js');
      const shown = () => this.#shownGCs();
      this.#fullGCs = new FullGCs(shown, this.#forcedAt === shown());
      this.#disposals = new Disposals(this.#fullGCs);
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

  /** The label of that name. A new one is forgotten unless it is kept. */
  label(name) {
    if (name === this.#recentLabel.name) return this.#recentLabel;
    const label = this.#labelsByName.get(name) ?? new Label(this, name, this.#labels.length);
    this.#recentLabel = label;
    return label;
  }

  /** Keeps a new label, since a target has it. */
  keep(label) {
    label.isNew = false;
    this.#labels.push(label);
    this.#labelsByName.set(label.name, label);
    return label;
  }

  /** Whether the target is collected; if so, its callback will run without another GC. */
  isCollected(slot, id) {
    const collected = this.native.isCollected(slot, id);
    if (collected && !this.#stopped) this.#delivery.schedule();
    return collected;
  }

  /** ENDED, LIVE or PENDING. */
  untrack(slot, id) {
    const standing = this.native.untrack(slot, id);
    if (standing === Registry.ENDED) return standing;
    const entry = this.table.take(slot);
    const record = this.#disposals?.take(slot);
    if (record !== undefined) this.#disposals.drop(record);
    if (standing !== Registry.#HANDED) return standing;
    // The target is one of the batch that is being delivered. If nothing is in the tables, it has been delivered.
    if (entry === undefined && record === undefined) return Registry.ENDED;
    this.#delivery.ended++;
    return Registry.PENDING;
  }

  /** Delivery has come to a collected target: runs its callback, unless it was untracked meanwhile. */
  end(slot, id, labelNumber) {
    const entry = this.table.take(slot);
    const record = this.#disposals?.take(slot);
    if (entry === undefined && record === undefined) return;
    this.#delivery.ended++;
    if (record !== undefined) this.#disposals.end(record);
    if (entry !== undefined) this.#runCallback(entry, id, this.#labels[labelNumber]);
  }

  /** The record of a live target, made if there is none; undefined if the target has ended. */
  disposal(slot, id, label, stack) {
    if (this.isCollected(slot, id) || !this.native.addCallback(slot, id)) return undefined;
    return this.disposals.record(slot, id, label, stack);
  }

  /** A GC was forced just now. */
  noticeGC(full) {
    if (full && this.#fullGCs === undefined) this.#forcedAt = this.#shownGCs();
    else if (full) this.#fullGCs.addForced();
    this.native.gc(full);
  }

  /** Whether `stop` was called. */
  get stopped() {
    return this.#stopped;
  }

  /** Whether callbacks may still be to run. */
  get busy() {
    return this.#delivery.scheduled;
  }

  stats() {
    const numbers = new Float64Array(1 + 3 * this.#labels.length);
    this.native.stats(numbers);
    const total = { live: 0, collected: 0, untracked: 0, pending: numbers[0] - this.#delivery.ended };
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

  /** No target is tracked any more: gives back the memory that they needed. */
  shrink() {
    this.table.shrink();
    this.#disposals?.shrink();
  }

  stop() {
    this.#stopped = true;
    this.#delivery.stop();
    this.table.clear();
    this.#disposals?.clear();
    this.native.stop();
  }
}

module.exports = { Registry };
