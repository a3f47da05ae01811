'use strict';

// A plug-in of chai: `await expect(trackGC(target)).to.be.collected()` and
// `await expect((track) => …).to.not.leak()`.

const { captureStack } = require('../util/stack.js');
const { toBeCollected, toLeak } = require('./matchers.js');

function gcTracker({ Assertion }, { flag }) {
  const add = (name, matcher) => Assertion.addMethod(name, method(matcher, flag));
  add('collected', toBeCollected);
  add('leak', toLeak);
}

function method(matcher, flag) {
  return async function assertion(options) {
    // Captured now, because the caller is no longer on the stack after the await.
    const frames = captureStack(flag(this, 'ssfi'));
    const { pass, message } = await matcher(flag(this, 'object'), options);
    try {
      this.assert(pass, message, message);
    } catch (error) {
      error.stack = `${error.name}: ${error.message}\n${frames}`;
      throw error;
    }
  };
}

module.exports = gcTracker;
