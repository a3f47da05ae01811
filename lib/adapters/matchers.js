'use strict';

// The matchers for `expect.extend` of jest and vitest. A matcher passes if the corresponding assertion does. Its message is
// the report of the leak. Any other error is thrown unchanged.

const assertions = require('../leaks/index.js');
const { Tracked, rememberStacks } = require('../tracking/index.js');

assertions.explainer();
rememberStacks();

/** `await expect(trackGC(target)).toBeCollected(options)`, for a handle or an array of handles. */
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

/** The assertions of the module copy that made the handles. After jest has reset its modules, that is another copy. */
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
