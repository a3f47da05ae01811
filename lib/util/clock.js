'use strict';

const { performance } = require('node:perf_hooks');

/** Milliseconds since 1970, by a clock that never goes back. */
function now() {
  return performance.timeOrigin + performance.now();
}

module.exports = { now };
