'use strict';

// Disposal: a program says when it is done with a target. A target that is collected before that, long after it or not at
// all is a leak, of one of the three kinds of Dart's leak_tracker.
//
// A record holds neither the target nor its handle: a target often holds its own handle, and the two would keep each
// other alive.

const clock = require('../util/clock.js');
const { LIMITS, leakKind } = require('./leak-kind.js');
const { SlotTable } = require('./delivery.js');

/** Leaks of each kind that are kept after their targets were collected, until findLeaks takes them. */
const MAX_ENDED = 1000;

/** The record of a target that is disposable or disposed. */
class Disposal {
  /** When it was disposed, and the count of full GCs at that time. */
  disposedAt = null;
  fullGCs = 0;
  /** Whether findLeaks has reported it as alive. */
  reported = false;
  /** Whether it is counted as uncollected. */
  counted = false;

  constructor(slot, id, label, stack) {
    this.slot = slot;
    this.id = id;
    this.label = label;
    this.stack = stack;
  }
}

/** The records of a registry. `fullGCs.count` counts full GCs; `now` is a clock in milliseconds. */
class Disposals {
  #fullGCs;
  #now;
  #limits = LIMITS;
  /** Records of tracked targets, disposed or not. */
  #records = new SlotTable();
  /** Records of targets that are disposed and were not found collected. */
  #disposed = new Set();
  /** Those of them that `countUncollected` has not counted yet; undefined until its first call. */
  #waiting;
  /** What it has counted, by label. */
  #uncollected = new Map();
  #ended = noneEnded();

  constructor(fullGCs, now = clock.now) {
    this.#fullGCs = fullGCs;
    this.#now = now;
  }

  /** The record of the target in a slot, made if there is none. */
  record(slot, id, label, stack) {
    const record = this.#records.take(slot) ?? new Disposal(slot, id, label, stack);
    this.#records.set(slot, record);
    return record;
  }

  /** Takes out the record of a target that has ended; undefined if it has none. */
  take(slot) {
    return this.#records.take(slot);
  }

  /** No target is tracked any more: gives back memory. */
  shrink() {
    this.#records.shrink();
  }

  /** Marks the target as disposed. Returns false if it already was. */
  dispose(record) {
    if (record.disposedAt !== null) return false;
    record.disposedAt = this.#now();
    record.fullGCs = this.#fullGCs.count;
    this.#disposed.add(record);
    this.#waiting?.add(record);
    return true;
  }

  /** The target was found collected. */
  end(record) {
    this.drop(record);
    const state = this.#state(record, true);
    const kind = leakKind(state, this.#limits);
    if (kind === null) return;
    if (this.#ended[kind].length === MAX_ENDED) this.#ended.dropped[kind]++;
    else this.#ended[kind].push(entryOf(record, state, this.#now()));
  }

  /** The target was untracked. */
  drop(record) {
    this.#disposed.delete(record);
    this.#waiting?.delete(record);
    if (record.counted) this.#count(record, -1);
  }

  clear() {
    this.#records.clear();
    this.#disposed.clear();
    this.#waiting = undefined;
    this.#uncollected.clear();
    this.#ended = noneEnded();
  }

  /**
   * The leaks that are still alive, as [{ record, entry }]. Targets that are collected from now on are judged by these limits,
   * since nothing is kept of targets that are no leak.
   */
  uncollected(limits, isCollected) {
    this.#limits = limits;
    const found = [];
    for (const record of this.#disposed) {
      const state = this.#state(record, false);
      if (leakKind(state, limits) === null || isCollected(record)) continue;
      record.reported = true;
      found.push({ record, entry: entryOf(record, state) });
    }
    return found;
  }

  /**
   * How many disposed targets are uncollected by the default limits: a Map by label. Each record is looked at once: they wait
   * in the order of their disposal, so the search ends at the first that is not uncollected. It does not change what findLeaks
   * reports.
   */
  countUncollected() {
    this.#waiting ??= new Set(this.#disposed);
    for (const record of this.#waiting) {
      if (leakKind(this.#state(record, false), LIMITS) === null) break;
      this.#waiting.delete(record);
      this.#count(record, 1);
    }
    return this.#uncollected;
  }

  #count(record, change) {
    record.counted = change > 0;
    const { name } = record.label;
    this.#uncollected.set(name, (this.#uncollected.get(name) ?? 0) + change);
  }

  /** The leaks that were collected since the last call: { notDisposed, collectedLate, dropped }. */
  takeEnded() {
    const ended = this.#ended;
    this.#ended = noneEnded();
    return ended;
  }

  #state({ disposedAt, fullGCs, reported }, collected) {
    return {
      disposed: disposedAt !== null,
      collected,
      fullGCs: this.#fullGCs.count - fullGCs,
      elapsedMs: this.#now() - disposedAt,
      reported,
    };
  }
}

function noneEnded() {
  return { notDisposed: [], collectedLate: [], dropped: { notDisposed: 0, collectedLate: 0 } };
}

/** A record as findLeaks reports it. */
function entryOf({ id, label, stack, disposedAt }, { collected, fullGCs }, endedAt) {
  return {
    id,
    label: label.name,
    stack: stack ?? null,
    ...(disposedAt !== null && { disposedAt: Math.round(disposedAt), fullGCs }),
    ...(collected && { collectedAt: Math.round(endedAt) }),
  };
}

module.exports = { Disposals };
