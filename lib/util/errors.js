'use strict';

// Errors. The code is stable. The message for a bad argument quotes the argument and says what to pass instead.

const { inspect } = require('node:util');
const { printable } = require('./text.js');

/** A value on one short line, for a terminal too. */
function quote(value) {
  if (typeof value === 'function') return `function ${printable(value.name || '(anonymous)')}`;
  const inspected = inspect(value, {
    depth: 0,
    customInspect: false,
    breakLength: Infinity,
    maxStringLength: 40,
    maxArrayLength: 3,
  });
  const text = printable(inspected);
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
