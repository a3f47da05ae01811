'use strict';

// Reads in a running service, where each may fail: no file descriptor is free, no memory, no permission, no /proc. A failure
// is counted and never thrown. The first one in a row of a name's reads is reported.

class Reads {
  #warn;
  #failing = new Set();
  /** How many reads have failed. */
  failed = 0;

  /** `warn(name, cause)` reports a failure. */
  constructor(warn) {
    this.#warn = warn;
  }

  /** What `read` returns, or `fallback` if it fails. */
  read(name, read, fallback) {
    try {
      const value = read();
      this.#failing.delete(name);
      return value;
    } catch (cause) {
      this.failed++;
      if (!this.#failing.has(name)) {
        this.#failing.add(name);
        this.#warn(name, cause);
      }
      return fallback;
    }
  }
}

module.exports = { Reads };
