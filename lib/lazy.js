'use strict';

// What mostly tests call, loaded when it is first called: it should not slow the start of a service. Under jest it is
// loaded at once: after `jest.resetModules()` it would be another copy, which does not know the handles of this one.

const { env } = require('node:process');

const atOnce = env.JEST_WORKER_ID !== undefined;

/** The named functions of what `load` returns. */
function onDemand(load, ...names) {
  if (atOnce) return load();
  const functions = names.map((name) => {
    const call = (...args) => load()[name](...args);
    return [name, Object.defineProperty(call, 'name', { value: name })];
  });
  return Object.fromEntries(functions);
}

const { forceGC } = onDemand(() => require('./gc/force-gc.js'), 'forceGC');
const { assertCollected, assertNoLeaks } = onDemand(
  () => require('./leaks/assertions.js'),
  'assertCollected',
  'assertNoLeaks',
);
const { assertNoGrowth } = onDemand(() => require('./growth/assert-no-growth.js'), 'assertNoGrowth');
const { findLeaks } = onDemand(() => require('./leaks/find-leaks.js'), 'findLeaks');
const { addKnownRetainers } = onDemand(() => require('./leaks/known-retainers.js'), 'addKnownRetainers');

let errors = atOnce ? require('./leaks/leak-error.js') : undefined;

module.exports = {
  forceGC,
  assertCollected,
  assertNoLeaks,
  assertNoGrowth,
  findLeaks,
  addKnownRetainers,
  /** A class, for which no function can stand. */
  get LeakError() {
    errors ??= require('./leaks/leak-error.js');
    return errors.LeakError;
  },
};
