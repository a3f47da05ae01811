'use strict';

// One worker of children/workers.js. Its work fits `workerData`: { mode, end, loop, seed,
// trackedInWorkers }. Without gc-tracker (mode control) it makes the same objects and GCs.

const { setImmediate: turn } = require('node:timers/promises');
const v8 = require('node:v8');
const vm = require('node:vm');
const { parentPort, workerData } = require('node:worker_threads');
const { random } = require('../numbers.js');

const { mode, end, loop, seed, trackedInWorkers } = workerData;
const next = random(seed);
const { trackGC, forceGC } = mode === 'tracking' ? require('../../..') : untracked();
const alive = [];

/** The same interface, which does nothing but collect. Callbacks run once, so that `end` comes about. */
function untracked() {
  const gc = plainGC();
  let pending = [];
  const collect = async () => {
    gc();
    await turn();
    for (const callback of pending.splice(0)) callback();
  };
  return {
    trackGC: (_target, callback) => {
      if (end.endsWith('callback')) pending = [callback];
      return { untrack: () => true };
    },
    forceGC: collect,
  };
}

/** V8's function. The flag is the whole process's, and another thread may clear it in between. */
function plainGC() {
  for (;;) {
    v8.setFlagsFromString('--expose-gc');
    const gc = vm.runInNewContext('globalThis.gc');
    v8.setFlagsFromString('--no-expose-gc');
    if (gc !== undefined) return gc;
  }
}

/** Tracks a burst; one target in eight stays alive until the worker ends. */
function burst(callback = () => {}) {
  const count = 1000 + Math.floor(next() * 20_000);
  for (let number = 0; number < count; number++) {
    const target = { number };
    const tracked = trackGC(target, callback, { label: 'burst' });
    if (number % 8 === 0 && alive.length < 50_000) alive.push(target);
    else if (loop === 'untracking' && number % 2 === 0) tracked.untrack();
  }
  Atomics.add(trackedInWorkers, 0, count);
}

const forever = {
  async turns() {
    for (;;) {
      burst();
      await forceGC();
    }
  },
  synchronous() {
    const gc = plainGC();
    for (;;) {
      burst();
      gc();
    }
  },
  async 'slow callbacks'() {
    for (;;) {
      burst(() => {
        const until = performance.now() + 0.05;
        while (performance.now() < until);
      });
      await forceGC();
    }
  },
  async untracking() {
    for (;;) {
      burst();
      await turn();
      if (next() < 0.2) await forceGC();
    }
  },
};

const endings = {
  async terminate() {
    burst();
    parentPort.postMessage('tracking');
    await forever[loop]();
  },
  async return() {
    burst();
    await forceGC();
    burst();
  },
  async throw() {
    burst();
    forceGC();
    setImmediate(() => {
      throw new Error('on purpose');
    });
  },
  async exit() {
    burst();
    forceGC();
    setImmediate(() => process.exit(7));
  },
  async 'throw in a callback'() {
    burst(() => {
      throw new Error('on purpose');
    });
    await forceGC();
  },
  async 'exit in a callback'() {
    burst(() => process.exit(8));
    await forceGC();
  },
};

endings[end]();
