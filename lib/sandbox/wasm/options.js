'use strict';

// The options of watchWasm, checked.

const { argumentError, quote } = require('../../util/errors.js');

const LONGEST_MS = 2 ** 31 - 1;

/** { intervalMs, stacks, free } */
function checkOptions(options = {}) {
  if (typeof options !== 'object' || options === null) {
    throw invalid(`the options must be an object like { free: true }, not ${quote(options)}`);
  }
  const { intervalMs = 1000, stacks = true, free = false } = options;
  if (typeof intervalMs !== 'number' || !(intervalMs >= 1 && intervalMs <= LONGEST_MS)) {
    throw invalid(`intervalMs must be a number from 1 to ${LONGEST_MS}, not ${quote(intervalMs)}`);
  }
  for (const [name, value] of Object.entries({ stacks, free })) {
    if (typeof value !== 'boolean') throw invalid(`${name} must be true or false, not ${quote(value)}`);
  }
  return { intervalMs, stacks, free };
}

function invalid(message) {
  return argumentError('ERR_GC_TRACKER_INVALID_OPTIONS', message);
}

module.exports = { checkOptions };
