'use strict';

const { setImmediate } = require('node:timers');

/** The next macrotask. By a timer that no test has replaced by then. */
function macrotask() {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

module.exports = { macrotask };
