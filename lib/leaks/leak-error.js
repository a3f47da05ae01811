'use strict';

const { join, sep } = require('node:path');
const { readStack } = require('../util/stack.js');

/** This package's lib/. */
const OWN = join(__dirname, '..') + sep;

/** What an assertion rejects with: `leaks` and `growth` as data, and the report as its message. */
class LeakError extends Error {
  constructor(message, leaks, growth = []) {
    super(message);
    this.code = 'ERR_GC_TRACKER_LEAK';
    // Not enumerable: test runners would print them below the report.
    Object.defineProperty(this, 'leaks', { value: leaks, configurable: true, writable: true });
    Object.defineProperty(this, 'growth', { value: growth, configurable: true, writable: true });
    tellStack(this);
  }
}

Object.defineProperty(LeakError.prototype, 'name', {
  value: 'LeakError',
  configurable: true,
  writable: true,
});

/** Leaves our own functions out. To read a stack also lets go of what its frames hold. */
function tellStack(error) {
  const stack = readStack(error);
  if (stack === '') return;
  const isOwn = (line) => /^\s+at /.test(line) && line.includes(OWN);
  const lines = stack.split('\n').filter((line) => !isOwn(line));
  // V8 has written the name before it knew it.
  if (lines[0].startsWith('Error: ')) lines[0] = `Leak${lines[0]}`;
  const value = lines.join('\n');
  Object.defineProperty(error, 'stack', { value, configurable: true, writable: true });
}

module.exports = { LeakError };
