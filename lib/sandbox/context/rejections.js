'use strict';

// While a module loads, a rejection of its own that nobody handles fails the load: Emscripten's glue leaves some when its
// WebAssembly does not start, and they would end the process. All others go on as if nobody listened.

const process = require('node:process');

const EVENT = 'unhandledRejection';

/** { owns, fail } of each module that loads. */
const loading = new Set();

/** Until the returned function is called. */
function catchRejections(one) {
  if (loading.size === 0) process.on(EVENT, notice);
  loading.add(one);
  return () => {
    loading.delete(one);
    if (loading.size === 0) process.off(EVENT, notice);
  };
}

function notice(reason, promise) {
  for (const { owns, fail } of loading) {
    if (!owns(promise) && !owns(reason)) continue;
    fail(reason);
    return;
  }
  if (process.listenerCount(EVENT) > 1) return;
  // Once more, without us: Node.js does with it what its settings say.
  process.off(EVENT, notice);
  Promise.reject(reason);
  setImmediate(() => {
    if (loading.size > 0) process.on(EVENT, notice);
  });
}

module.exports = { catchRejections };
