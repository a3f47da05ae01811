'use strict';

// The linear memories of a sandboxed module, for those whose glue does not export them.

const byExports = new WeakMap();

/** An array of WebAssembly.Memory, or undefined if the module is none of a sandbox. */
function memoriesOf(exports) {
  return byExports.get(exports);
}

/** From now on `memories` are those of the module. */
function rememberMemories(exports, memories) {
  if ((typeof exports === 'object' && exports !== null) || typeof exports === 'function') {
    byExports.set(exports, memories);
  }
}

module.exports = { memoriesOf, rememberMemories };
