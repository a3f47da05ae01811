'use strict';

// The garbage collections of this thread, which perf_hooks reports a macrotask later. All listeners share one observer, which
// exists while there are any. It does not keep the process alive.

const { PerformanceObserver, constants } = require('node:perf_hooks');
const { callUncaught } = require('../util/call-uncaught.js');

const KINDS = new Map([
  [constants.NODE_PERFORMANCE_GC_MINOR, 'minor'],
  [constants.NODE_PERFORMANCE_GC_MAJOR, 'major'],
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL, 'incremental'],
  [constants.NODE_PERFORMANCE_GC_WEAKCB, 'weakcb'],
]);

const listeners = new Set();
let observer;

/**
 * Calls `listener({ kind, startTime, pauseMs })` after each GC until the returned function is called. The kind is
 * 'minor', 'major', 'incremental' or 'weakcb'; times are in ms, the start by the clock of `performance.now()`.
 */
function onGC(listener) {
  // A new entry for each call, so that one function can listen twice.
  const entry = { listener };
  listeners.add(entry);
  if (observer === undefined) {
    observer = new PerformanceObserver(notify);
    observer.observe({ entryTypes: ['gc'] });
  }
  return () => {
    listeners.delete(entry);
    if (listeners.size > 0) return;
    observer?.disconnect();
    observer = undefined;
  };
}

function notify(list) {
  for (const { detail, startTime, duration } of list.getEntries()) {
    const gc = { kind: KINDS.get(detail.kind) ?? 'minor', startTime, pauseMs: duration };
    for (const { listener } of listeners) callUncaught(() => listener(gc));
  }
}

module.exports = { onGC };
