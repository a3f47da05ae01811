'use strict';

// Makes a load fail on an unhandled rejection of the module. Emscripten's glue leaves such rejections when its WebAssembly does
// not start, and they would end the process. A rejection belongs to a load if its promise or reason is an object of the context,
// or if code that the load runs has made the promise: what `import()` brings in is a module of the host.
//
// All other rejections must have their usual effect. A listener for `unhandledRejection` would suppress it, so `process.emit` is
// replaced while a module loads, and takes only rejections of the module. All installed copies of this package share one
// replacement. Bun does not call `process.emit`: there a listener throws the other rejections again.

const { AsyncLocalStorage, createHook } = require('node:async_hooks');
const process = require('node:process');

/** The property of the replaced `process.emit`: { takers, emit, listener }; `emit` is the original, `listener` is Bun's. */
const REPLACED = Symbol.for('gc-tracker sandbox rejections');

/** { owns, fail } of each module that is loading, by the key of its asynchronous context. */
const loading = new Map();
/** The key of the load whose code runs. A key holds nothing, because promises keep it. */
const running = new AsyncLocalStorage();
/** The key of the load that has made a promise. */
const madeBy = new WeakMap();

const hook = createHook({
  init(_id, type, _trigger, resource) {
    const key = type === 'PROMISE' ? running.getStore() : undefined;
    if (key !== undefined) madeBy.set(resource, key);
  },
});

/**
 * Calls `fail` for unhandled rejections of a module until `stop` is called.
 * @param owns whether a value is an object of the module
 * @returns { run, stop }, where `run` calls a function on behalf of the module and returns its result
 */
function catchRejections({ owns, fail }) {
  const key = {};
  if (loading.size === 0) start();
  loading.set(key, { owns, fail });
  return {
    run: (task) => running.run(key, task),
    stop() {
      loading.delete(key);
      if (loading.size === 0) stop();
    },
  };
}

/** Returns whether a rejection belongs to a module that is loading, and makes that load fail. */
function take(reason, promise) {
  const load =
    [...loading.values()].find(({ owns }) => owns(promise) || owns(reason)) ??
    loading.get(madeBy.get(promise));
  load?.fail(reason);
  return load !== undefined;
}

/** The shared { takers, emit, listener } that `take` was added to. */
let replaced;

function start() {
  hook.enable();
  replaced = process.emit[REPLACED] ?? replaceEmit();
  replaced.takers.add(take);
  // Deno emits `unhandledRejection` only if it has listeners.
  globalThis.addEventListener?.('unhandledrejection', takeEvent);
}

function stop() {
  hook.disable();
  running.disable();
  replaced.takers.delete(take);
  if (replaced.takers.size === 0) {
    if (process.emit[REPLACED] === replaced) setEmit(replaced.emit);
    if (replaced.listener !== undefined) process.off('unhandledRejection', replaced.listener);
  }
  globalThis.removeEventListener?.('unhandledrejection', takeEvent);
}

function replaceEmit() {
  const { emit } = process;
  const takers = new Set();
  const isTaken = (values) => [...takers].some((taker) => taker(...values));
  const replacement = function (event, ...values) {
    if (event === 'unhandledRejection' && isTaken(values)) return true;
    return Reflect.apply(emit, this, [event, ...values]);
  };
  const listener = process.versions.bun === undefined ? undefined : bunListener(isTaken);
  replacement[REPLACED] = { takers, emit, listener };
  setEmit(replacement);
  return replacement[REPLACED];
}

/** Adds a listener, and throws what has no other: the process then ends as without it. */
function bunListener(isTaken) {
  const listener = (...values) => {
    if (!isTaken(values) && process.listenerCount('unhandledRejection') === 1) throw values[0];
  };
  process.on('unhandledRejection', listener);
  return listener;
}

function setEmit(value) {
  if (value === Object.getPrototypeOf(process).emit) delete process.emit;
  else Object.defineProperty(process, 'emit', { value, configurable: true, writable: true });
}

function takeEvent(event) {
  if (take(event.reason, event.promise)) event.preventDefault();
}

module.exports = { catchRejections };
