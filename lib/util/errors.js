'use strict';

// Errors. The code is stable. The message for a bad argument quotes the argument and says what to pass instead.

const { inspect } = require('node:util');

/** A value on one short line. */
function quote(value) {
  if (typeof value === 'function') return `function ${value.name || '(anonymous)'}`;
  const text = inspect(value, {
    depth: 0,
    customInspect: false,
    breakLength: Infinity,
    maxStringLength: 40,
    maxArrayLength: 3,
  });
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** The error for a bad argument. */
function argumentError(code, message) {
  return Object.assign(new TypeError(message), { code });
}

/** An error that no argument has caused. */
function codedError(code, message) {
  return Object.assign(new Error(message), { code });
}

module.exports = { argumentError, codedError, quote };
