'use strict';

// trackGC. This copy of the module has one registry at a time; stopTrackGC replaces it.

const process = require('node:process');
const { Registry } = require('./registry.js');
const {
  Tracked,
  isGivenUp,
  runCallback,
  setStack,
  stackOf,
  targetOf,
  watchDisposal,
} = require('./tracked.js');

let lastId = 0;
// Created when the module is loaded, not by the first trackGC: the native wake-up keeps the async context in which it was
// created, and would keep the AsyncLocalStorage stores of some request.
let registry = new Registry(lastId + 1, runCallback);

/** Whether a tracking without the option `stack` remembers where it was made: in tests. */
let stacksByDefault = process.env.NODE_ENV === 'test' || process.env.NODE_TEST_CONTEXT !== undefined;

/** How many callers of watchLifetimes are watching. */
let lifetimeWatchers = 0;

/** Called with each new handle: test adapters watch what is tracked while a test runs. */
let observer;

function trackGC(target, callback, options) {
  checkTarget(target);
  checkCallback(callback);
  const { label, stack = stacksByDefault, disposable = false } = checked(options);
  const length = lengthOf(callback);
  const callSite = stack ? require('../util/stack.js').captureStack(trackGC) : undefined;
  // Loads what records of disposal need.
  if (disposable) registry.disposals;
  const tracked = register(target, callback, length, label);
  if (stack) setStack(tracked, callSite);
  if (disposable) watchDisposal(tracked);
  observer?.(tracked);
  return tracked;
}

/** Like `trackGC` with the option `label` alone, but does not call the observer. */
function track(target, callback, options) {
  checkTarget(target);
  checkCallback(callback);
  const { label } = checked(options);
  return register(target, callback, lengthOf(callback), label);
}

/** How many parameters a callback declares; 0 without one. */
function lengthOf(callback) {
  return callback === undefined ? 0 : callback.length;
}

/**
 * No code of the program runs in here. An accessor of the options or of the callback's length, a proxy's trap or
 * `Error.prepareStackTrace` may throw, or call `stopTrackGC`: so all that is read of the program has been read before.
 */
function register(target, callback, length, name) {
  const label = name === undefined ? registry.unlabelled : registry.label(name);
  if (callback === undefined) {
    const slot = registry.native.track(target, label.word);
    if (label.isNew) registry.keep(label);
    return new Tracked(slot, ++lastId, label);
  }
  const slot = registry.native.track(target, label.word + 1);
  if (label.isNew) registry.keep(label);
  if (length === 0) {
    registry.table.set(slot, callback);
    return new Tracked(slot, ++lastId, label);
  }
  const tracked = new Tracked(slot, ++lastId, label, callback);
  registry.table.set(slot, tracked);
  return tracked;
}

function checkCallback(callback) {
  if (callback === undefined || typeof callback === 'function') return;
  throw invalid('CALLBACK', 'the callback must be a function or undefined, not', callback);
}

const NO_OPTIONS = {};

/**
 * The options, each read once. Checked by hand, since it runs for each target with options. The validator is loaded only to
 * throw its error.
 */
function checked(options) {
  if (options === undefined) return NO_OPTIONS;
  if (typeof options !== 'object' || options === null) refuse(options);
  const { label, stack, disposable } = options;
  if (
    (stack !== undefined && typeof stack !== 'boolean') ||
    (disposable !== undefined && typeof disposable !== 'boolean')
  )
    refuse({ stack, disposable });
  if (label !== undefined && typeof label !== 'string') {
    throw invalid('LABEL', 'the label must be a string, not', label);
  }
  return { label, stack, disposable };
}

/** Throws ERR_GC_TRACKER_INVALID_OPTIONS. */
function refuse(options) {
  const { boolean, checkOptions } = require('../util/options.js');
  checkOptions(options, "{ label: 'session' }", { stack: boolean, disposable: boolean });
}

function stopTrackGC() {
  registry.stop();
  registry = new Registry(lastId + 1, runCallback);
  if (lifetimeWatchers > 0) registry.watchLifetimes();
}

function trackingStats() {
  return registry.stats();
}

/** Calls `observe(tracked)` for each new handle; undefined ends that. From now on stacks are captured. */
function observeTracking(observe) {
  observer = observe;
  rememberStacks();
}

/** From now on each tracking remembers where it was made. */
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

/** How many disposed targets should have been collected: a Map by label. No target is polled. */
function uncollectedByLabel() {
  return registry.disposals.countUncollected();
}

/** Polls all targets of this environment, after a GC was forced. */
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

/** A handle of a record's tracking, equal to the one that trackGC returned. */
function handleOf({ slot, id, label, stack }) {
  const tracked = new Tracked(slot, id, label);
  setStack(tracked, stack);
  return tracked;
}

/** Whether callbacks of this copy are still to run. */
function isDelivering() {
  return registry.busy;
}

/** Throws ERR_GC_TRACKER_INVALID_TARGET unless the target has an identity that the program can lose. */
function checkTarget(target) {
  switch (typeof target) {
    case 'object':
      if (target !== null) return;
      break;
    case 'function':
      return;
    case 'symbol':
      if (Symbol.keyFor(target) === undefined && !isWellKnown(target)) return;
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

function isWellKnown(symbol) {
  return Object.getOwnPropertyNames(Symbol).some((name) => Symbol[name] === symbol);
}

/** The error for a bad argument: the message, the quoted value, advice. */
function invalid(what, message, value, advice = '') {
  const { argumentError, quote } = require('../util/errors.js');
  return argumentError(`ERR_GC_TRACKER_INVALID_${what}`, `${message} ${quote(value)}${advice}`);
}

module.exports = {
  /** The limits of leak-kind.js. These two modules are loaded on first use. */
  get LIMITS() {
    return require('./leak-kind.js').LIMITS;
  },
  /** The upper bounds of the buckets of lifetimes. */
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
