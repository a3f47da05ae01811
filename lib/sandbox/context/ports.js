'use strict';

// What of node:worker_threads lasts until somebody ends it, lent to a sandbox: message channels, broadcast channels and workers,
// remembered weakly.

const workerThreads = require('node:worker_threads');

const ENDINGS = {
  BroadcastChannel: (channel) => channel.close(),
  MessageChannel: ({ port1 }) => port1.close(),
  Worker: (worker) => worker.terminate(),
};

class Ports {
  #ended = false;
  /** [reference, end] */
  #made = [];
  #prune = 64;
  /** For node:worker_threads; the globals of these names too. */
  lent = { ...workerThreads };

  constructor() {
    for (const [name, end] of Object.entries(ENDINGS)) {
      this.lent[name] = new Proxy(workerThreads[name], {
        construct: (...call) => this.#remember(Reflect.construct(...call), end),
      });
    }
  }

  /** Ends them all; resolves when the workers are gone. */
  async undo() {
    this.#ended = true;
    const ends = this.#made.map(([reference, end]) => {
      const object = reference.deref();
      return object && end(object);
    });
    this.#made = [];
    await Promise.all(ends);
  }

  #remember(object, end) {
    if (this.#ended) end(object);
    else this.#made.push([new WeakRef(object), end]);
    if (this.#made.length > this.#prune) {
      this.#made = this.#made.filter(([reference]) => reference.deref() !== undefined);
      this.#prune = 64 + 2 * this.#made.length;
    }
    return object;
  }
}

module.exports = { Ports };
