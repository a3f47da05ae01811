'use strict';

// node:worker_threads for a sandbox. It records the message channels, broadcast channels and workers that the module makes,
// weakly, so that the disposal can stop them: they would last until somebody stops them.

const workerThreads = require('node:worker_threads');

/** How an object of each class is stopped. */
const STOP = {
  BroadcastChannel: (channel) => channel.close(),
  MessageChannel: ({ port1 }) => port1.close(),
  Worker: (worker) => worker.terminate(),
};

class SandboxWorkerThreads {
  #isStopped = false;
  /** [WeakRef, stop] for each object. */
  #made = [];
  #pruneAt = 64;
  /** Replaces node:worker_threads, and the globals of the same names. */
  exports = { ...workerThreads };

  constructor() {
    for (const [name, stop] of Object.entries(STOP)) {
      this.exports[name] = new Proxy(workerThreads[name], {
        construct: (...call) => this.#remember(Reflect.construct(...call), stop),
      });
    }
  }

  /** Stops all of them. Resolves when the workers are gone. Objects that are made later are stopped at once. */
  async stop() {
    this.#isStopped = true;
    const stopped = this.#made.map(([reference, stop]) => {
      const object = reference.deref();
      return object && stop(object);
    });
    this.#made = [];
    await Promise.all(stopped);
  }

  #remember(object, stop) {
    if (this.#isStopped) stop(object);
    else this.#made.push([new WeakRef(object), stop]);
    if (this.#made.length > this.#pruneAt) {
      this.#made = this.#made.filter(([reference]) => reference.deref() !== undefined);
      this.#pruneAt = 64 + 2 * this.#made.length;
    }
    return object;
  }
}

module.exports = { SandboxWorkerThreads };
