'use strict';

// Errors: the code is stable; of a bad argument the message quotes what was given and says what to pass
// instead.

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
  return Object.assign(new TypeError(message), { code });
}

/** An error that is nobody's argument's fault. */
function codedError(code, message) {
  return Object.assign(new Error(message), { code });
}

module.exports = { argumentError, codedError, quote };
