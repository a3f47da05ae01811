'use strict';

// Checks the options of watchWasm.

const { boolean, checkOptions, number } = require('../../util/options.js');

const MAX_INTERVAL_MS = 2 ** 31 - 1;

/** Returns { intervalMs, stacks, free }. */
function checkedOptions(options) {
  const {
    intervalMs = 1000,
    stacks = true,
    free = false,
  } = checkOptions(options, '{ free: true }', {
    intervalMs: number(1, MAX_INTERVAL_MS),
    stacks: boolean,
    free: boolean,
  });
  return { intervalMs, stacks, free };
}

module.exports = { checkedOptions };
