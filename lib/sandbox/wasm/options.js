'use strict';

// The options of watchWasm, checked.

const { boolean, checkOptions, number } = require('../../util/options.js');

const LONGEST_MS = 2 ** 31 - 1;

/** { intervalMs, stacks, free } */
function checkedOptions(options) {
  const {
    intervalMs = 1000,
    stacks = true,
    free = false,
  } = checkOptions(options, '{ free: true }', {
    intervalMs: number(1, LONGEST_MS),
    stacks: boolean,
    free: boolean,
  });
  return { intervalMs, stacks, free };
}

module.exports = { checkedOptions };
