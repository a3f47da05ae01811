'use strict';

// Aborts work that can be cancelled when the user interrupts it.

const process = require('node:process');

/** How long cancelled work may take to stop. */
const GRACE_MS = 1000;

/** Returns an AbortSignal that aborts at the first Ctrl-C. */
function interruption() {
  const interrupt = new AbortController();
  process.once('SIGINT', () => {
    interrupt.abort();
    // Work that cannot be cancelled would delay the exit, so the signal is sent again, without our listener.
    setTimeout(() => process.kill(process.pid, 'SIGINT'), GRACE_MS).unref();
  });
  return interrupt.signal;
}

module.exports = { interruption };
