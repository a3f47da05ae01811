'use strict';

// Sentinels in JavaScript, for Bun. JavaScriptCore runs native finalizers when it comes to sweep
// the block of memory that the object was in, which without a forced GC may be never: the native
// sentinels are mute. A FinalizationRegistry is served after each GC. On V8 it is the other way
// round (it misses minor GCs on Node 20 to 24), so there the native ones are used alone.

/**
 * Calls `notice(full)` after each GC until it returns false, as long as the caller keeps the result: with
 * false after any, and with true after a full one. A young sentinel dies in the next GC of either kind. An
 * old one was held during a GC, and dies in the next full one.
 */
function watchGC(notice) {
  let held = {};
  let armed = false;
  const sentinels = new FinalizationRegistry((old) => {
    if (!notice(old)) return;
    if (old) armed = false;
    else arm();
  });
  const arm = () => {
    sentinels.register({}, false);
    if (armed) return;
    sentinels.register(held, true);
    held = {};
    armed = true;
  };
  sentinels.register({}, false);
  return sentinels;
}

module.exports = { watchGC };
