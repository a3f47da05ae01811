'use strict';

// Known retainers: references that the author has judged and cannot change. A target that is held through one is reported,
// but fails no test.

const { quote } = require('../util/errors.js');
const { boolean, invalidOption, must } = require('../util/options.js');

const array = must('an array', Array.isArray);

/** Known retainers of all assertions in the process. */
const common = [];

/** Adds known retainers for all assertions from now on. */
function addKnownRetainers(list) {
  common.push(...checkedKnownRetainers(list));
}

/**
 * Checks a list of { match, reason, leak }: `match` is a RegExp for the text of a step, as the report shows it, or a
 * function (step) => boolean; `leak: true` makes the assertion fail nevertheless.
 */
function checkedKnownRetainers(list) {
  array(list, 'knownRetainers');
  for (const rule of list) {
    const { match, reason, leak = false } = rule ?? {};
    if (!(match instanceof RegExp) && typeof match !== 'function') {
      const wanted = 'match, a RegExp or a function (step) => boolean';
      throw invalidOption(`a known retainer needs ${wanted}, not ${quote(match)}`);
    }
    if (typeof reason !== 'string' || reason === '') {
      throw invalidOption(`a known retainer needs a reason in words, not ${quote(reason)}`);
    }
    boolean(leak, 'leak');
  }
  return list;
}

/** The rules of an assertion, and those of the whole process. */
function withCommon(rules) {
  return [...rules, ...common];
}

module.exports = { addKnownRetainers, checkedKnownRetainers, withCommon };
