'use strict';

// Known retainers: references that a program can do nothing about, and that its author has judged. A target that
// is held through one is reported, and fails nothing.

const { argumentError, quote } = require('../util/errors.js');

/** Of the whole process, beside those that an assertion is given. */
const common = [];

/** Adds known retainers for all assertions from now on. */
function addKnownRetainers(list) {
  common.push(...checkedKnownRetainers(list));
}

/**
 * Checks a list of { match, reason, leak }: `match` is a RegExp for the text of a step, as the report shows it, or a
 * function (step) => boolean; `leak: true` says that it is to fail nevertheless.
 */
function checkedKnownRetainers(list) {
  if (!Array.isArray(list)) throw invalid(`knownRetainers must be an array, not ${quote(list)}`);
  for (const rule of list) {
    const { match, reason, leak = false } = rule ?? {};
    if (!(match instanceof RegExp) && typeof match !== 'function') {
      throw invalid(
        `a known retainer needs match, a RegExp or a function (step) => boolean, not ${quote(match)}`,
      );
    }
    if (typeof reason !== 'string' || reason === '') {
      throw invalid(`a known retainer needs a reason in words, not ${quote(reason)}`);
    }
    if (typeof leak !== 'boolean') throw invalid(`leak must be true or false, not ${quote(leak)}`);
  }
  return list;
}

/** The rules of an assertion, and those of the whole process. */
function withCommon(rules) {
  return [...rules, ...common];
}

function invalid(message) {
  return argumentError('ERR_GC_TRACKER_INVALID_OPTIONS', message);
}

module.exports = { addKnownRetainers, checkedKnownRetainers, withCommon };
