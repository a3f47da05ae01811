'use strict';

// The handle that trackGC returns. It does not hold the target: it queries the registry with its slot and id.
//
// A retained handle costs more than all the rest of a tracking (60 bytes, and its share of every full GC). So the table of
// callbacks has two kinds of entries. A callback without parameters is an entry itself, and gets an equal handle that is
// created when it runs. For a callback with a parameter the entry is its handle, which carries the callback. Only
// `runCallback` distinguishes the two.

const { inspect } = require('node:util');
const { Registry } = require('./registry.js');

/** In place of the slot, once the tracking has ended. */
const COLLECTED = -1;
const UNTRACKED = -2;

let runCallback;
let targetOf;
let setStack;
let stackOf;
let isGivenUp;
let watchDisposal;

class Tracked {
  #slot;
  #id;
  #label;
  #callback;
  #stack;

  static {
    targetOf = (tracked) => tracked.#target();
    setStack = (tracked, stack) => {
      tracked.#stack = stack;
    };
    stackOf = (tracked) => tracked.#stack;
    isGivenUp = (tracked) =>
      tracked.#slot === UNTRACKED || (tracked.#slot >= 0 && tracked.#label.registry.stopped);
    watchDisposal = (tracked) => tracked.#disposal();
    runCallback = (entry, id, label) => {
      if (typeof entry === 'function') {
        entry(new Tracked(COLLECTED, id, label));
        return;
      }
      const callback = entry.#callback;
      entry.#callback = undefined;
      entry.#slot = COLLECTED;
      callback(entry);
    };
  }

  constructor(slot, id, label, callback) {
    this.#slot = slot;
    this.#id = id;
    this.#label = label;
    this.#callback = callback;
  }

  get id() {
    return this.#id;
  }

  get label() {
    return this.#label.name;
  }

  get collected() {
    if (this.#slot < 0) return this.#slot === COLLECTED;
    return this.#label.registry.isCollected(this.#slot, this.#id);
  }

  untrack() {
    if (this.#slot < 0) return false;
    const standing = this.#label.registry.untrack(this.#slot, this.#id);
    if (standing === Registry.ENDED) return false;
    this.#slot = standing === Registry.PENDING ? COLLECTED : UNTRACKED;
    this.#callback = undefined;
    return true;
  }

  markDisposed() {
    const record = this.#disposal();
    return record !== undefined && this.#label.registry.disposals.dispose(record);
  }

  #disposal() {
    if (this.#slot < 0) return undefined;
    return this.#label.registry.disposal(this.#slot, this.#id, this.#label, this.#stack);
  }

  #target() {
    return this.#slot < 0 ? undefined : this.#label.registry.native.target(this.#slot, this.#id);
  }

  [inspect.custom](_depth, options) {
    const { id, label, collected } = this;
    return `Tracked ${inspect({ id, label, collected }, options)}`;
  }
}

// Not every realm of every Node 20 has Symbol.dispose.
if (Symbol.dispose) {
  Object.defineProperty(Tracked.prototype, Symbol.dispose, {
    value: Tracked.prototype.untrack,
    configurable: true,
    writable: true,
  });
}

module.exports = { Tracked, isGivenUp, runCallback, setStack, stackOf, targetOf, watchDisposal };
