'use strict';

// trackGC and the handle it returns. One registry at a time belongs to this copy of the module;
// stopTrackGC replaces it by another.
//
// A retained handle costs more than all the rest of a tracking (60 bytes, and its share of every
// full GC), so the table keeps one only for a callback that declares a parameter for it. Any other
// callback is given an equal handle made when it runs.

const process = require('node:process');
const { inspect } = require('node:util');
const { Registry, isRecord } = require('./registry.js');

// In place of the slot, of a handle whose tracking has ended.
const COLLECTED = -1;
const UNTRACKED = -2;

// What can be tracked: values with an identity that the program can lose. A registered symbol
// (Symbol.for) can be had again by its name, a well-known one always, a primitive has no identity.
const wellKnownSymbols = new Set(
  Object.getOwnPropertyNames(Symbol)
    .map((name) => Symbol[name])
    .filter((value) => typeof value === 'symbol'),
);

let lastId = 0;
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
        entry(new Tracked(COLLECTED, id, label, undefined));
        return;
      }
      if (isRecord(entry)) {
        label.registry.disposals.end(entry);
        if (entry.callback !== undefined) runCallback(entry.callback, id, label);
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

// Made when the module is loaded, not by the first trackGC: the native side's wake-up keeps the async
// context in which it was made, and with it the AsyncLocalStorage stores of some request.
let registry = new Registry(lastId + 1, runCallback);

/** Whether a tracking remembers where it was made, if its options do not say: in tests. */
let stacksByDefault = process.env.NODE_ENV === 'test' || process.env.NODE_TEST_CONTEXT !== undefined;

/** How many want to know how long targets live. */
let lifetimeWatchers = 0;

/** Told of each new handle; for tests that watch what is tracked while they run. */
let observer;

function trackGC(target, callback, options) {
  const tracked = track(target, callback, options);
  if (options?.stack ?? stacksByDefault) {
    setStack(tracked, require('../util/stack.js').captureStack(trackGC));
  }
  if (options?.disposable) watchDisposal(tracked);
  observer?.(tracked);
  return tracked;
}

/** trackGC, of which nobody is told. */
function track(target, callback, options) {
  checkTarget(target);
  if (callback !== undefined && typeof callback !== 'function') {
    throw invalid('CALLBACK', 'the callback must be a function or undefined, not', callback);
  }
  const label = options === undefined ? registry.unlabelled : labelOf(options);
  if (callback === undefined) {
    const slot = registry.native.track(target, label.word);
    return new Tracked(slot, ++lastId, label, undefined);
  }
  // Read first: an accessor or a proxy may throw, and behind `track` the id must be counted.
  const { length } = callback;
  const slot = registry.native.track(target, label.word + 1);
  if (length === 0) {
    registry.table.set(slot, callback);
    return new Tracked(slot, ++lastId, label, undefined);
  }
  const tracked = new Tracked(slot, ++lastId, label, callback);
  registry.table.set(slot, tracked);
  return tracked;
}

function labelOf(options) {
  if (typeof options !== 'object' || options === null) {
    throw invalid('OPTIONS', "the options must be an object like { label: 'session' }, not", options);
  }
  const { label, stack, disposable } = options;
  if (stack !== undefined) checkFlag('stack', stack);
  if (disposable !== undefined) checkFlag('disposable', disposable);
  if (label === undefined) return registry.unlabelled;
  if (typeof label !== 'string') {
    throw invalid('LABEL', 'the label must be a string, not', label);
  }
  return registry.label(label);
}

function checkFlag(name, value) {
  if (typeof value === 'boolean') return;
  throw invalid('OPTIONS', `${name} must be true or false, not`, value);
}

function stopTrackGC() {
  registry.stop();
  registry = new Registry(lastId + 1, runCallback);
  if (lifetimeWatchers > 0) registry.watchLifetimes();
}

function trackingStats() {
  return registry.stats();
}

/** Has `observe(tracked)` told of each new handle, or ends that with undefined. From now on stacks are captured. */
function observeTracking(observe) {
  observer = observe;
  rememberStacks();
}

/** From now on each tracking remembers where it was made: a test wants to know. */
function rememberStacks() {
  stacksByDefault = true;
}

/** Counts how long labelled targets live, of those tracked from now on, until the returned function is called. */
function watchLifetimes() {
  if (lifetimeWatchers++ === 0) registry.watchLifetimes();
  let watching = true;
  return () => {
    if (!watching) return;
    watching = false;
    if (--lifetimeWatchers === 0) registry.native.forgetLifetimes();
  };
}

/** The lifetimes so far: { [label]: buckets }, see lib/tracking/lifetimes.js. */
function lifetimesByLabel() {
  return registry.lifetimes();
}

/** How many disposed targets should have been collected: a Map by label; asks no target. */
function uncollectedByLabel() {
  return registry.disposals.countUncollected();
}

/** Looks at all targets of this environment now: a GC has just taken place. */
function noticeGC(full) {
  registry.noticeGC(full);
}

/** Disposed targets that should have been collected: [{ record, entry }]; see lib/tracking/disposals.js. */
function uncollectedTargets(limits) {
  return registry.disposals.uncollected(limits, ({ slot, id }) => registry.isCollected(slot, id));
}

/** Leaks of disposable and disposed targets that were collected since the last call. */
function takeEndedLeaks() {
  return registry.disposals.takeEnded();
}

/** A handle of the tracking that a record is of, equal to the one that was returned. */
function handleOf({ slot, id, label, stack }) {
  const tracked = new Tracked(slot, id, label, undefined);
  setStack(tracked, stack);
  return tracked;
}

/** Whether callbacks of this copy are still to run. */
function isDelivering() {
  return registry.busy;
}

/** Throws ERR_GC_TRACKER_INVALID_TARGET for what is not an object, a function or a private symbol. */
function checkTarget(target) {
  switch (typeof target) {
    case 'object':
      if (target !== null) return;
      break;
    case 'function':
      return;
    case 'symbol':
      if (Symbol.keyFor(target) === undefined && !wellKnownSymbols.has(target)) return;
      throw invalid(
        'TARGET',
        'cannot track',
        target,
        ': a registered or well-known symbol is never collected',
      );
  }
  throw invalid(
    'TARGET',
    'cannot track',
    target,
    ': pass an object, a function or a symbol made with Symbol()',
  );
}

/** What to throw for a bad argument: the words, a picture of the value, advice. */
function invalid(what, words, value, advice = '') {
  const { argumentError, quote } = require('../util/errors.js');
  return argumentError(`ERR_GC_TRACKER_INVALID_${what}`, `${words} ${quote(value)}${advice}`);
}

module.exports = {
  /** Limits of lib/tracking/leak-kind.js, loaded when they are first asked for, as is the next. */
  get LIMITS() {
    return require('./leak-kind.js').LIMITS;
  },
  /** Upper bounds of the buckets of lifetimes. */
  get BOUNDS() {
    return require('./lifetimes.js').BOUNDS;
  },
  Tracked,
  handleOf,
  isDelivering,
  isGivenUp,
  lifetimesByLabel,
  noticeGC,
  observeTracking,
  rememberStacks,
  uncollectedByLabel,
  uncollectedTargets,
  setStack,
  stackOf,
  stopTrackGC,
  takeEndedLeaks,
  targetOf,
  track,
  trackGC,
  trackingStats,
  watchLifetimes,
};
