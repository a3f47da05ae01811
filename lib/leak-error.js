'use strict';

/** What an assertion rejects with: `leaks` as data, and the report as its message. */
class LeakError extends Error {
  constructor(message, leaks) {
    // The stack would be our own functions', and what it holds is alive.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(message);
    Error.stackTraceLimit = stackTraceLimit;
    this.code = 'ERR_GC_TRACKER_LEAK';
    // Not enumerable: test runners would print them below the report.
    Object.defineProperty(this, 'leaks', { value: leaks, configurable: true, writable: true });
  }
}

Object.defineProperty(LeakError.prototype, 'name', {
  value: 'LeakError',
  configurable: true,
  writable: true,
});

module.exports = { LeakError };
