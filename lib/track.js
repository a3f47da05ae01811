'use strict';

// trackGC and the handle it returns. One registry at a time belongs to this copy of the module;
// stopTrackGC drops it, and the next call makes another.

const { inspect } = require('node:util');
const { argumentError, quote } = require('./errors.js');
const { checkTarget } = require('./target.js');
const { Registry } = require('./registry.js');

// States of a handle. A tracked one asks the registry whether its target is collected.
const TRACKED = 0;
const COLLECTED = 1;
const UNTRACKED = 2;

let lastId = 0;
let registry;
let runCallback;

class Tracked {
  #slot;
  #id;
  #callback;
  #label;
  #state = TRACKED;

  static {
    runCallback = (tracked) => {
      const callback = tracked.#callback;
      tracked.#callback = undefined;
      tracked.#state = COLLECTED;
      callback(tracked);
    };
  }

  constructor(slot, id, callback, label) {
    this.#slot = slot;
    this.#id = id;
    this.#callback = callback;
    this.#label = label;
  }

  get id() {
    return this.#id;
  }

  get label() {
    return this.#label.name;
  }

  get collected() {
    if (this.#state !== TRACKED) return this.#state === COLLECTED;
    return this.#label.registry.isCollected(this.#slot, this.#id);
  }

  untrack() {
    if (this.#state !== TRACKED) return false;
    const end = this.#label.registry.untrack(this.#slot, this.#id);
    if (end === Registry.ENDED) return false;
    this.#state = end === Registry.WAS_PENDING ? COLLECTED : UNTRACKED;
    this.#callback = undefined;
    return true;
  }

  [inspect.custom](depth, options) {
    const { id, label, collected } = this;
    return `Tracked ${inspect({ id, label, collected }, options)}`;
  }
}

// Symbol.dispose is not in every realm of every Node 20.
if (Symbol.dispose) {
  Object.defineProperty(Tracked.prototype, Symbol.dispose, {
    value: Tracked.prototype.untrack,
    configurable: true,
    writable: true,
  });
}

function trackGC(target, callback, options) {
  checkTarget(target);
  if (callback !== undefined && typeof callback !== 'function') {
    throw argumentError(
      'ERR_GC_TRACKER_INVALID_CALLBACK',
      `the callback must be a function or undefined, not ${quote(callback)}`,
    );
  }
  if (registry === undefined) registry = new Registry(lastId + 1, runCallback);
  const label = options === undefined ? registry.unlabelled : labelOf(options);
  const hasCallback = callback !== undefined;
  const slot = registry.native.track(target, hasCallback ? label.word + 1 : label.word);
  const tracked = new Tracked(slot, ++lastId, callback, label);
  if (hasCallback) registry.table.set(slot, tracked);
  return tracked;
}

function labelOf(options) {
  if (typeof options !== 'object' || options === null) {
    throw argumentError(
      'ERR_GC_TRACKER_INVALID_OPTIONS',
      `the options must be an object like { label: 'session' }, not ${quote(options)}`,
    );
  }
  const { label } = options;
  if (label === undefined) return registry.unlabelled;
  if (typeof label !== 'string') {
    throw argumentError('ERR_GC_TRACKER_INVALID_LABEL', `the label must be a string, not ${quote(label)}`);
  }
  return registry.label(label);
}

function stopTrackGC() {
  if (registry !== undefined) registry.stop();
  registry = undefined;
}

function trackingStats() {
  if (registry !== undefined) return registry.stats();
  return { live: 0, collected: 0, untracked: 0, pending: 0, labels: { __proto__: null } };
}

/** Looks at all targets of this environment now: a GC has just taken place. */
function noticeGC(full) {
  if (registry !== undefined) registry.native.gc(full);
}

/** Whether callbacks of this copy are still to run. */
function isDelivering() {
  return registry !== undefined && registry.busy;
}

module.exports = { trackGC, stopTrackGC, trackingStats, Tracked, noticeGC, isDelivering };
