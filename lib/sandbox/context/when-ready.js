'use strict';

// Waits until a loaded module is ready. Its exports may be a promise, the factory of Emscripten's MODULARIZE, have a promise
// `ready`, or be Emscripten's module object, which calls `onRuntimeInitialized`. The exports are passed on inside of an object
// { exports }: old Emscripten modules have a `then` that resolves with the module itself, so a promise of them never settles.

const { setImmediate } = require('node:timers/promises');

/** Emscripten's module object has at least one of these properties before it is ready. */
const EMSCRIPTEN = ['HEAPU8', '_malloc', '_main', 'asm', 'ccall', 'calledRun', 'preRun', 'wasmMemory'];

/**
 * Resolves with { exports } of the ready module.
 * @param exports what the module exports
 * @param ready of the options
 * @param moduleOptions of the options, made in the realm
 */
async function whenReady(exports, { realm, ready, moduleOptions, timeoutMs }) {
  if (ready !== undefined) {
    const result = await settle(ready(exports));
    return { exports: result.exports ?? exports };
  }
  if (moduleOptions !== undefined || isFactory(exports)) {
    return whenStarted(
      realm.runBounded(() => exports(moduleOptions ?? realm.object()), timeoutMs),
      realm,
    );
  }
  return whenStarted(exports, realm);
}

async function whenStarted(exports, realm) {
  if (!isObject(exports)) return { exports };
  if (isThenable(exports)) return settle(exports);
  if (isThenable(exports.ready)) await settle(exports.ready);
  else if (isEmscripten(exports) && !exports.calledRun) await initialized(exports);
  // Other modules that use WebAssembly are probably ready when their instances are.
  while (realm.starting.size > 0) {
    await Promise.all(realm.starting);
    await setImmediate();
  }
  return { exports };
}

/** Resolves with { exports } for a promise, or for a value that is none. */
function settle(value) {
  if (!isThenable(value)) return Promise.resolve({ exports: value });
  return new Promise((resolve, reject) => {
    value.then((result) => {
      // Without its `then`, it can be awaited.
      if (result === value) delete value.then;
      resolve(settle(result));
    }, reject);
  });
}

function initialized(module) {
  return new Promise((resolve, reject) => {
    const { onRuntimeInitialized, onAbort } = module;
    module.onRuntimeInitialized = () => {
      onRuntimeInitialized?.();
      resolve();
    };
    module.onAbort = (what) => {
      onAbort?.(what);
      reject(new Error(`aborted: ${what}`));
    };
  });
}

/** Whether the exports are the factory that MODULARIZE makes. It contains the whole glue. */
function isFactory(exports) {
  return (
    typeof exports === 'function' &&
    /onRuntimeInitialized|moduleArg/.test(Function.prototype.toString.call(exports))
  );
}

function isEmscripten(exports) {
  return EMSCRIPTEN.some((key) => Object.hasOwn(exports, key));
}

function isThenable(value) {
  return isObject(value) && typeof value.then === 'function';
}

function isObject(value) {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

module.exports = { whenReady };
