'use strict';

// Errors of bad arguments: the message quotes what was given and says what to pass instead; the
// code is stable.

const { inspect } = require('node:util');

/** A short, one-line picture of any value. */
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

function argumentError(code, message) {
  const error = new TypeError(message);
  error.code = code;
  return error;
}

module.exports = { argumentError, quote };
