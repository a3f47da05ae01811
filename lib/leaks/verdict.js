'use strict';

// What is known of a leak without a heap snapshot: the verdict stands even if nothing explains it.

const { stackOf } = require('../tracking/index.js');
const { count, milliseconds, plural } = require('../util/numbers.js');
const { printable } = require('../util/text.js');

/** A leak without a path, as in LeakError; `hint` says why, null if no path was wanted. */
function unexplained(tracked, hint) {
  return {
    trackingId: tracked.id,
    label: tracked.label,
    className: null,
    id: null,
    shallowSize: null,
    retainedSize: null,
    path: [],
    stack: stackOf(tracked) ?? null,
    hint,
    fingerprint: null,
    known: null,
  };
}

/** The hint of a leak whose explanation has failed. */
function notExplained(error) {
  return `not explained: ${printable(error?.message ?? error)}`;
}

/** The first line of a report. `measured` is { total, cycles, elapsedMs, what }, see leakText. */
function verdictText(leaks, { total, cycles, elapsedMs, what = 'tracked object' }) {
  const were = leaks.length === 1 ? 'was' : 'were';
  const uncollected = `${count(leaks.length)} of ${plural(total, what)} ${were} not collected`;
  return `${uncollected} (${plural(cycles, 'full GC')}, ${milliseconds(elapsedMs)})`;
}

module.exports = { notExplained, unexplained, verdictText };
