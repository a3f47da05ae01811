'use strict';

// Sentinels in JavaScript, for Bun. JavaScriptCore runs a native finalizer when it sweeps the object's block of memory,
// which may never happen without a forced GC. So native sentinels show no GCs there, but a FinalizationRegistry is served
// after each GC. On V8 a FinalizationRegistry misses minor GCs (Node 20 to 24), so only native sentinels are used there.

/**
 * Calls `notice(false)` after any GC and `notice(true)` after a full one, until it returns false, and as long as the caller
 * holds the result. A young sentinel dies in the next GC of either kind. An old one was held during a GC, and dies in the
 * next full one.
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
