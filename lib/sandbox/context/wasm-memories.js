'use strict';

// Remembers the linear memories of sandboxed modules, because some glue does not export them.

const byExports = new WeakMap();

/** Returns an array of WebAssembly.Memory, or undefined if the module is not in a sandbox. */
function memoriesOf(exports) {
  return byExports.get(exports);
}

/** Remembers the memories of a module, by its exports. */
function rememberMemories(exports, memories) {
  if ((typeof exports === 'object' && exports !== null) || typeof exports === 'function') {
    byExports.set(exports, memories);
  }
}

module.exports = { memoriesOf, rememberMemories };
