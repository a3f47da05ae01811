'use strict';

// Turns of the event loop, one a caller: calls that wait for nothing, in a loop or many at once, would leave none to what
// goes on in the background.

const { setImmediate } = require('node:timers/promises');

class Turns {
  #now;
  #last;
  /** When the last one was. */
  at = -Infinity;

  constructor(now) {
    this.#now = now;
  }

  /** Resolves in a turn that nobody else has. */
  take() {
    this.#last = this.#after(this.#last);
    return this.#last;
  }

  async #after(last) {
    await last;
    await setImmediate();
    this.at = this.#now();
  }
}

module.exports = { Turns };
