'use strict';

// The user's interruption of work that can be cancelled.

const process = require('node:process');

/** For cancelled work to end, in ms. */
const GRACE_MS = 1000;

/** A signal that aborts at the first Ctrl-C. */
function interruption() {
  const interrupt = new AbortController();
  process.once('SIGINT', () => {
    interrupt.abort();
    // What cannot be cancelled would hold the exit up: then the process ends as if it did not listen.
    setTimeout(() => process.kill(process.pid, 'SIGINT'), GRACE_MS).unref();
  });
  return interrupt.signal;
}

module.exports = { interruption };
