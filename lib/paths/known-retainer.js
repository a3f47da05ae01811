'use strict';

const { stepText } = require('./steps.js');

/** The first rule { match, reason, leak } that a step of the path matches, as { reason, leak }, or null. */
function knownRetainer(steps, rules) {
  for (const { match, reason, leak = false } of rules) {
    const matches = typeof match === 'function' ? match : (step) => stepText(step).search(match) >= 0;
    if (steps.some((step) => matches(step))) return { reason, leak };
  }
  return null;
}

module.exports = { knownRetainer };
