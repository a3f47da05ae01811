'use strict';

// When a module that was loaded is ready: it may be a promise, the factory of Emscripten's MODULARIZE, have a promise `ready`, or
// be Emscripten's module object, which calls `onRuntimeInitialized`. A module is passed on in a box, { exports }: one whose
// `then` resolves with itself, as Emscripten's once did, makes every promise of it wait for ever.

const { setImmediate } = require('node:timers/promises');

/** Properties that Emscripten's module object has before it is ready, one or another. */
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
  // Something else that uses WebAssembly: it is likely to be ready when its instances are.
  while (realm.starting.size > 0) {
    await Promise.all(realm.starting);
    await setImmediate();
  }
  return { exports };
}

/** What a promise, or what is none, resolves with, in a box. */
function settle(value) {
  if (!isThenable(value)) return Promise.resolve({ exports: value });
  return new Promise((resolve, reject) => {
    value.then((result) => {
      // Of no use any more, and a trap.
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

/** Whether it is the function that MODULARIZE makes: the whole glue is in it. */
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
