'use strict';

// Disposal: a program says when it is done with a target, and what is collected before that, long after it or
// not at all is a leak, of the three kinds of Dart's leak_tracker.
//
// A record stands in the table in place of the target's callback, which it keeps. It holds neither the target
// nor a handle that was made for it: a target often holds its own handle, and the two would keep each other
// alive.

const clock = require('../util/start-clock.js');
const { LIMITS, leakKind } = require('./leak-kind.js');

/** Leaks of collected targets that are kept, of each kind, until they are asked for. */
const MOST = 1000;

/** The record of a target that is disposable or disposed. */
class Disposal {
  /** When it was disposed, and the count of full GCs at that time. */
  disposedAt = null;
  fullGCs = 0;
  /** Whether findLeaks has told that it is alive. */
  told = false;
  /** Whether it is counted as uncollected. */
  counted = false;

  constructor(slot, id, label, stack, callback) {
    this.slot = slot;
    this.id = id;
    this.label = label;
    this.stack = stack;
    /** What was in the table: a function, a handle or undefined. */
    this.callback = callback;
  }
}

/** The records of a registry, by its count of full GCs; `now` is a clock in milliseconds. */
class Disposals {
  #fullGCs;
  #now;
  #limits = LIMITS;
  /** Records of targets that are disposed and were not found collected. */
  #disposed = new Set();
  /** Those of them that were not uncollected when somebody counted, and what was counted; once somebody has. */
  #waiting;
  #uncollected = new Map();
  #ended = noneEnded();

  constructor(fullGCs, now = clock.now) {
    this.#fullGCs = fullGCs;
    this.#now = now;
  }

  /** A new record. */
  record(slot, id, label, stack, callback) {
    return new Disposal(slot, id, label, stack, callback);
  }

  /** The target of the record is disposed; whether it was not before. */
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
    if (this.#ended[kind].length === MOST) this.#ended.dropped[kind]++;
    else this.#ended[kind].push(entryOf(record, state, this.#now()));
  }

  /** The target was given up. */
  drop(record) {
    this.#disposed.delete(record);
    this.#waiting?.delete(record);
    if (record.counted) this.#count(record, -1);
  }

  clear() {
    this.#disposed.clear();
    this.#waiting = undefined;
    this.#uncollected.clear();
    this.#ended = noneEnded();
  }

  /**
   * The leaks that are still alive, as [{ record, entry }]. What is collected from now on is judged by these
   * limits, since nothing is kept of what is no leak.
   */
  uncollected(limits, isCollected) {
    this.#limits = limits;
    const found = [];
    for (const record of this.#disposed) {
      const state = this.#state(record, false);
      if (leakKind(state, limits) === null || isCollected(record)) continue;
      record.told = true;
      found.push({ record, entry: entryOf(record, state) });
    }
    return found;
  }

  /**
   * How many disposed targets are uncollected by the default limits: a Map by label. It looks at each record once:
   * they wait in the order of their disposal, so that the first that is not uncollected is the last to look at. Of
   * what findLeaks tells it changes nothing.
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

  #state({ disposedAt, fullGCs, told }, collected) {
    return {
      disposed: disposedAt !== null,
      collected,
      fullGCs: this.#fullGCs.count - fullGCs,
      elapsedMs: this.#now() - disposedAt,
      told,
    };
  }
}

function noneEnded() {
  return { notDisposed: [], collectedLate: [], dropped: { notDisposed: 0, collectedLate: 0 } };
}

/** What findLeaks tells of a record. */
function entryOf({ id, label, stack, disposedAt }, { collected, fullGCs }, endedAt) {
  return {
    id,
    label: label.name,
    stack: stack ?? null,
    ...(disposedAt !== null && { disposedAt: dateOf(disposedAt), fullGCs }),
    ...(collected && { collectedAt: dateOf(endedAt) }),
  };
}

/** Milliseconds since 1970. */
function dateOf(time) {
  return Math.round(clock.origin + time);
}

module.exports = { Disposal, Disposals };
