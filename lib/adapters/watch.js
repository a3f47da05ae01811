'use strict';

// What was tracked while a test ran, by the test or by the program that it tests, has to be collected when it ends.
//
// While several tests run, a new target could be any one's, except that a test inside a test is the nearer one. It
// is shared by them then: looked at when the last of them has ended, and no failure of a single one.

const { checkOptions, requireCollected } = require('../assert.js');
const { argumentError, quote } = require('../errors.js');
const { observeTracking, targetOf } = require('../track.js');
// Now, and not by the first failure: a test may have replaced the timers by then.
require('../leaks.js');
require('../leak-text.js');

const limits = checkOptions();

class Run {
  handles = [];
  /** Why its leaks are allowed, if they are. */
  reason = null;
  failed = false;

  constructor(name) {
    this.name = name;
  }

  isWithin(other) {
    return this.name.startsWith(`${other.name} > `);
  }
}

/** The tests that run now, and those of them in which no other one runs. */
const running = new Set();
let innermost = [];

/** What tests that ran at the same time have tracked, until the last of them ends: { runs, handles }. */
let shared = null;

/** Begins a test of that name, which for a test inside a test is `outer > inner`. */
function begin(name) {
  const run = new Run(name);
  running.add(run);
  update();
  return run;
}

/** Ends a test. Returns what it shared with others, if it was the last of them, or null. */
function end(run) {
  running.delete(run);
  update();
  if (shared === null || [...shared.runs].some((one) => running.has(one))) return null;
  const ended = shared;
  shared = null;
  return ended;
}

function update() {
  const runs = [...running];
  innermost = runs.filter((run) => !runs.some((other) => other.isWithin(run)));
  observeTracking(runs.length > 0 ? observe : undefined);
}

function observe(tracked) {
  if (innermost.length === 1) {
    innermost[0].handles.push(tracked);
    return;
  }
  shared ??= { runs: new Set(), handles: [] };
  for (const run of innermost) shared.runs.add(run);
  shared.handles.push(tracked);
}

/** Resolves with the error that says what tests have left behind, or null. */
async function leakOf(runs, handles) {
  // A test that failed may not have come to its end, and what is allowed cannot be told apart.
  if (runs.some(({ failed, reason }) => failed || reason !== null)) return null;
  const left = handles.filter(isStillTracked);
  if (left.length === 0) return null;
  try {
    await requireCollected(left, limits);
    return null;
  } catch (error) {
    return error;
  }
}

/** Not if it was collected, nor if the test has given it up. */
function isStillTracked(tracked) {
  return targetOf(tracked) !== undefined;
}

/** Allows leaks of a run. */
function allow(run, reason) {
  if (typeof reason !== 'string' || reason.trim() === '') {
    throw argumentError('ERR_GC_TRACKER_INVALID_REASON', `say why leaks are allowed, not ${quote(reason)}`);
  }
  run.reason = reason;
}

module.exports = { allow, begin, end, leakOf };
