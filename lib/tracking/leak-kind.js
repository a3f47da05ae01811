'use strict';

// Which target is a leak of which kind: of counts and times alone, as in Dart's leak_tracker. `notDisposed`
// was collected before its program was done with it, `uncollected` is alive long after that, `collectedLate`
// was so.

/**
 * The first full GC after a disposal proves nothing if it was marking before, and a second may be needed to
 * clear what the first one finalized. GCs alone do not either: close to its heap's limit V8 makes several
 * within milliseconds, in which no socket has said goodbye. A second is long for that, and short for who asks
 * now and then.
 */
const LIMITS = { fullGCs: 3, delayMs: 1000 };

/**
 * The kind of leak that a target is, or null: of numbers alone. `fullGCs` and `elapsedMs` are since its
 * disposal, up to now or to its end; the GC that has collected it is the last of them, and not one that it
 * survived. `told` says that it was alive for too long before: that does not pass.
 */
function leakKind({ disposed, collected, fullGCs, elapsedMs, told }, limits) {
  if (!disposed) return collected ? 'notDisposed' : null;
  const survived = collected ? fullGCs - 1 : fullGCs;
  const isLate = survived >= limits.fullGCs && elapsedMs >= limits.delayMs;
  if (collected) return isLate || told ? 'collectedLate' : null;
  return isLate ? 'uncollected' : null;
}

module.exports = { LIMITS, leakKind };
