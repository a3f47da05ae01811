'use strict';

// Caches functions that a module makes from text while it starts. Embind's old glue makes thousands with `new Function`, and
// V8 compiles each again in every context. The texts of an entry's first sandbox are recorded and compiled once, as one
// script. Running the script in a context makes all functions at once.

const vm = require('node:vm');

/** The maximum length of the texts of an entry, in characters. Later texts are not recorded. */
const MAX_TEXT_LENGTH = 2 ** 24;

/** A FunctionCache for each entry. */
const caches = new Map();

class FunctionCache {
  /** The texts, composed as `new Function` composes them, with repetitions. Null until they are recorded. */
  texts = null;
  #script;

  set(texts) {
    this.texts = texts;
    // The parentheses make V8 compile them now, not when the next sandbox starts.
    const functions = texts.map((text) => `(function anonymous${text})`);
    this.#script = new vm.Script(`[${functions.join(',\n')}]`, {
      filename: 'gc-tracker sandbox functions',
      importModuleDynamically: vm.constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    });
  }

  /** Makes the functions of `texts` in a context. */
  make(context) {
    return this.#script.runInContext(context);
  }
}

/** The cache of an entry. */
function functionCacheOf(entry) {
  let cache = caches.get(entry);
  if (cache === undefined) {
    cache = new FunctionCache();
    caches.set(entry, cache);
  }
  return cache;
}

/** Records the texts of one sandbox. `stop` puts them into the cache, unless another sandbox was faster. */
class FunctionRecorder {
  #cache;
  #texts = [];
  #left = MAX_TEXT_LENGTH;

  constructor(cache) {
    this.#cache = cache;
  }

  record(text) {
    this.#left -= text.length;
    if (this.#left > 0) this.#texts?.push(text);
  }

  stop() {
    if (this.#cache.texts === null) this.#cache.set(this.#texts);
    this.#texts = undefined;
  }
}

module.exports = { FunctionRecorder, functionCacheOf };
