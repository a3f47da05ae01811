'use strict';

// Functions that a module makes from text while it starts: embind's old glue makes thousands by `new Function`, which V8 compiles
// anew in each context. Those of an entry's first sandbox are remembered, and compiled once, as one script; run in a context
// it makes them all at once.

const vm = require('node:vm');

/** Of an entry, in characters; what comes after it is compiled as ever. */
const MOST_TEXT = 2 ** 24;

/** By entry. */
const known = new Map();

class Functions {
  /** Texts as `new Function` would put them together, with repetitions; null as long as they are being noted. */
  texts = null;
  #script;

  set(texts) {
    this.texts = texts;
    // In parentheses V8 compiles them at once, now rather than when the next sandbox starts.
    const functions = texts.map((text) => `(function anonymous${text})`);
    this.#script = new vm.Script(`[${functions.join(',\n')}]`, { filename: 'gc-tracker sandbox functions' });
  }

  /** In a context: the functions of `texts`. */
  make(context) {
    return this.#script.runInContext(context);
  }
}

/** What is known of an entry, or is going to be. */
function functionsOf(entry) {
  let functions = known.get(entry);
  if (functions === undefined) {
    functions = new Functions();
    known.set(entry, functions);
  }
  return functions;
}

/** Notes the texts of one sandbox; `end` keeps them, unless another sandbox was faster. */
class Notes {
  #functions;
  #texts = [];
  #left = MOST_TEXT;

  constructor(functions) {
    this.#functions = functions;
  }

  note(text) {
    this.#left -= text.length;
    if (this.#left > 0) this.#texts?.push(text);
  }

  end() {
    if (this.#functions.texts === null) this.#functions.set(this.#texts);
    this.#texts = undefined;
  }
}

module.exports = { Notes, functionsOf };
