'use strict';

const { setImmediate } = require('node:timers');

/** Resolves in the next macrotask. The timer is taken at load time, before a test can replace it. */
function macrotask() {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

module.exports = { macrotask };
