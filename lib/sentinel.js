'use strict';

// A sentinel in JavaScript, for Bun. JavaScriptCore runs native finalizers when it comes to sweep
// the block of memory that the object was in, which without a forced GC may be never: the native
// sentinels are mute. A FinalizationRegistry is served after each GC. On V8 it is the other way
// round (it misses minor GCs on Node 20 to 24), so there the native ones are used alone.

const process = require('node:process');

const needed = process.versions.bun !== undefined;

/** Calls `notice` after each GC until it returns false, as long as the caller keeps the result. */
function watchGC(notice) {
  if (!needed) return undefined;
  const sentinels = new FinalizationRegistry(() => {
    if (notice()) arm();
  });
  const arm = () => sentinels.register({}, undefined);
  arm();
  return sentinels;
}

module.exports = { watchGC };
