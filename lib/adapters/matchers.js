'use strict';

// What `expect.extend` of jest and of vitest takes. A matcher holds if the assertion of the same meaning
// does; the report of a leak is its message, and any other error is passed on.

const assertions = require('../leaks/index.js');
const { Tracked, rememberStacks } = require('../tracking/index.js');

assertions.explainer();
rememberStacks();

/** `await expect(trackGC(target)).toBeCollected(options)`, of a handle or an array of them. */
async function toBeCollected(tracked, options) {
  const report = await reportOf(assertionsFor(tracked).assertCollected(tracked, options));
  return {
    pass: report === null,
    message: () => report ?? 'expected what is tracked not to be collected, but nothing holds it',
  };
}

/** `await expect((track) => …).not.toLeak(options)` */
async function toLeak(body, options) {
  const report = await reportOf(assertions.assertNoLeaks(body, options));
  return {
    pass: report !== null,
    message: () => report ?? 'expected the function to leak, but nothing holds what it tracked',
  };
}

/** Those that know the handles: of the copy that jest loads now, if it has reset its modules. */
function assertionsFor(tracked) {
  return [tracked].flat().every((one) => one instanceof Tracked) ? assertions : require('../leaks/index.js');
}

/** Resolves with the report of a leak, or null if there is none. */
async function reportOf(assertion) {
  try {
    await assertion;
    return null;
  } catch (error) {
    if (error?.code === 'ERR_GC_TRACKER_LEAK') return error.message;
    throw error;
  }
}

module.exports = { toBeCollected, toLeak };
