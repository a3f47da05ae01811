'use strict';

// The main entry re-exports. What mostly tests call is loaded when it is first called, so that it does not slow the start of a
// service. Under jest it is loaded at once: after `jest.resetModules()` it would be another copy, which does not know the
// handles of this one. All of it is in this file, since each further file costs every program half a millisecond.

const { env } = require('node:process');
const { trackGC, stopTrackGC, trackingStats } = require('./lib/tracking/index.js');

const atOnce = env.JEST_WORKER_ID !== undefined;

/** The function of that name in what `load` returns. */
function onDemand(name, load) {
  if (atOnce) return load()[name];
  const call = (...args) => load()[name](...args);
  return Object.defineProperty(call, 'name', { value: name });
}

const forceGC = onDemand('forceGC', () => require('./lib/gc/force-gc.js'));
const assertCollected = onDemand('assertCollected', () => require('./lib/leaks/assertions.js'));
const assertNoLeaks = onDemand('assertNoLeaks', () => require('./lib/leaks/assertions.js'));
const assertNoGrowth = onDemand('assertNoGrowth', () => require('./lib/growth/assert-no-growth.js'));
const findLeaks = onDemand('findLeaks', () => require('./lib/leaks/find-leaks.js'));
const addKnownRetainers = onDemand('addKnownRetainers', () => require('./lib/leaks/known-retainers.js'));

module.exports = {
  trackGC,
  stopTrackGC,
  trackingStats,
  forceGC,
  assertCollected,
  assertNoLeaks,
  assertNoGrowth,
  findLeaks,
  addKnownRetainers,
};

/** A class, for which no function can stand. */
const errors = {
  module: atOnce ? require('./lib/leaks/leak-error.js') : undefined,
  get LeakError() {
    this.module ??= require('./lib/leaks/leak-error.js');
    return this.module.LeakError;
  },
};
// In a form that Node's lexer of CommonJS knows, so that `import { LeakError }` works.
Object.defineProperty(module.exports, 'LeakError', {
  enumerable: true,
  get() {
    return errors.LeakError;
  },
});
