'use strict';

const { join, sep } = require('node:path');
const { readStack } = require('../util/stack.js');

/** The folder lib/ of this package. */
const LIB = join(__dirname, '..') + sep;

/** What an assertion rejects with: `leaks` and `growth` as data, and the report as its message. */
class LeakError extends Error {
  constructor(message, leaks, growth = []) {
    super(message);
    this.code = 'ERR_GC_TRACKER_LEAK';
    // Not enumerable: test runners would print them below the report.
    Object.defineProperty(this, 'leaks', { value: leaks, configurable: true, writable: true });
    Object.defineProperty(this, 'growth', { value: growth, configurable: true, writable: true });
    trimStack(this);
  }
}

Object.defineProperty(LeakError.prototype, 'name', {
  value: 'LeakError',
  configurable: true,
  writable: true,
});

/** Removes our own functions from the stack. Reading a stack also releases what its frames hold. */
function trimStack(error) {
  const stack = readStack(error);
  if (stack === '') return;
  const isOwn = (line) => /^\s+at /.test(line) && line.includes(LIB);
  const lines = stack.split('\n').filter((line) => !isOwn(line));
  // V8 has written the stack before the error had its name.
  if (lines[0].startsWith('Error: ')) lines[0] = `Leak${lines[0]}`;
  const value = lines.join('\n');
  Object.defineProperty(error, 'stack', { value, configurable: true, writable: true });
}

module.exports = { LeakError };
