'use strict';

// Makes a load fail on an unhandled rejection of the module. Emscripten's glue leaves such rejections when its WebAssembly does
// not start, and they would end the process. All other unhandled rejections have their usual effect.

const process = require('node:process');

const EVENT = 'unhandledRejection';

/** { owns, fail } of each module that is loading. */
const loading = new Set();

/** Calls `fail` for rejections of a module, until the returned function is called. */
function catchRejections({ owns, fail }) {
  const load = { owns, fail };
  if (loading.size === 0) process.on(EVENT, onUnhandledRejection);
  loading.add(load);
  return () => {
    loading.delete(load);
    if (loading.size === 0) process.off(EVENT, onUnhandledRejection);
  };
}

function onUnhandledRejection(reason, promise) {
  for (const { owns, fail } of loading) {
    if (!owns(promise) && !owns(reason)) continue;
    fail(reason);
    return;
  }
  if (process.listenerCount(EVENT) > 1) return;
  // Rejects once more, without our listener, so that Node.js applies its own settings.
  process.off(EVENT, onUnhandledRejection);
  Promise.reject(reason);
  setImmediate(() => {
    if (loading.size > 0) process.on(EVENT, onUnhandledRejection);
  });
}

module.exports = { catchRejections };
