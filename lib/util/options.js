'use strict';

// The validator of options. A check is a function (value, name) that returns the value, or what the program makes of it,
// or throws a TypeError whose message says what to pass instead.

const { argumentError, quote } = require('./errors.js');

/**
 * The given ones of the options, as `checks`, an object with a check for each option, return them. `example` is a picture of
 * options, for the message.
 */
function checkOptions(options, example, checks) {
  if (options === undefined) return {};
  if (!isObject(options)) {
    throw invalidOption(`the options must be an object like ${example}, not ${quote(options)}`);
  }
  const given = {};
  for (const name in checks) {
    const value = options[name];
    if (value !== undefined) given[name] = checks[name](value, name);
  }
  return given;
}

/** A check that a value is what `holds` says, which is `what` in words: `a function`. */
function must(what, holds) {
  return (value, name) => {
    if (holds(value)) return value;
    throw invalidOption(`${name} must be ${what}, not ${quote(value)}`);
  };
}

const boolean = must('true or false', (value) => typeof value === 'boolean');

const string = must('a string', (value) => typeof value === 'string');

/** `signature` says what is called: `a function (exports) => …`. */
function callback(signature = 'a function') {
  return must(signature, (value) => typeof value === 'function');
}

/** `example` is a picture of one: `{ loops: 7 }`. */
function object(example) {
  return must(`an object like ${example}`, isObject);
}

function isObject(value) {
  return typeof value === 'object' && value !== null;
}

function integer(least, most) {
  const holds = (value) => Number.isInteger(value) && value >= least && value <= most;
  return must(`an integer from ${least} to ${most}`, holds);
}

function number(least, most) {
  const holds = (value) => typeof value === 'number' && value >= least && value <= most;
  return must(`a number from ${least} to ${most}`, holds);
}

const notNegative = must('a number of 0 or more', (value) => typeof value === 'number' && value >= 0);

function oneOf(...values) {
  return must(`one of '${values.join("', '")}'`, (value) => values.includes(value));
}

function invalidOption(message) {
  return argumentError('ERR_GC_TRACKER_INVALID_OPTIONS', message);
}

module.exports = {
  boolean,
  callback,
  checkOptions,
  integer,
  invalidOption,
  must,
  notNegative,
  number,
  object,
  oneOf,
  string,
};
