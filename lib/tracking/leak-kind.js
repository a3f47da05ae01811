'use strict';

// Decides from counts and times alone whether a target is a leak, and of which kind, as in Dart's leak_tracker. A
// `notDisposed` target was collected before it was disposed. A `uncollected` target is alive too long after its disposal.
// A `collectedLate` target was alive too long, and is collected now.

/**
 * The first full GC after a disposal proves nothing if V8 was marking before, and a second GC may be needed to clear what
 * the first one finalized. Counting GCs is not enough: close to its heap limit V8 makes several GCs within milliseconds, too
 * fast for a socket to close. A delay of a second is long enough for that, and short for a caller that checks now and
 * then.
 */
const LIMITS = { fullGCs: 3, delayMs: 1000 };

/**
 * The kind of leak that a target is, or null. `fullGCs` and `elapsedMs` count from its disposal to now or to its end. A
 * collected target did not survive the last of these GCs. `reported` says that findLeaks has reported it as alive: it then
 * ends as collected late.
 */
function leakKind({ disposed, collected, fullGCs, elapsedMs, reported }, limits) {
  if (!disposed) return collected ? 'notDisposed' : null;
  const survived = collected ? fullGCs - 1 : fullGCs;
  const isLate = survived >= limits.fullGCs && elapsedMs >= limits.delayMs;
  if (collected) return isLate || reported ? 'collectedLate' : null;
  return isLate ? 'uncollected' : null;
}

module.exports = { LIMITS, leakKind };
