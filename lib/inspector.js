'use strict';

// What only the inspector can do. A session in the same thread stops nothing and needs no flag.

/**
 * After a heap snapshot V8 goes on to record how objects move, so that their ids last: allocation is
 * up to 6 times slower from then on. Enabling and disabling the profiler ends that, and the ids with it.
 */
async function restoreAllocationSpeed() {
  // Loaded when needed: it takes 2 ms.
  const { Session } = require('node:inspector');
  const session = new Session();
  session.connect();
  try {
    for (const method of ['HeapProfiler.enable', 'HeapProfiler.disable']) {
      // A runtime that lacks the method has nothing to restore.
      await new Promise((resolve) => session.post(method, () => resolve()));
    }
  } finally {
    session.disconnect();
  }
}

module.exports = { restoreAllocationSpeed };
