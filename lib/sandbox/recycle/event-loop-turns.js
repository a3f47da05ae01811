'use strict';

// Gives each caller a turn of the event loop of its own. Otherwise calls that wait for nothing, in a loop or many at once,
// would block the work in the background.

const { setImmediate } = require('node:timers/promises');

class EventLoopTurns {
  #now;
  #last;
  /** The time of the last turn. */
  lastAt = -Infinity;

  constructor(now) {
    this.#now = now;
  }

  /** Resolves in a turn that no other caller has. */
  take() {
    this.#last = this.#after(this.#last);
    return this.#last;
  }

  async #after(last) {
    await last;
    await setImmediate();
    this.lastAt = this.#now();
  }
}

module.exports = { EventLoopTurns };
