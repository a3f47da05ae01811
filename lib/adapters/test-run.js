'use strict';

// What was tracked while a test ran, by the test or by its program, has to be collected when it ends.

const { LeakError, checkedOptions, explainer, requireCollected } = require('../leaks/index.js');
const { argumentError, quote } = require('../util/errors.js');
const { observeTracking } = require('../tracking/index.js');

explainer();
const limits = checkedOptions();

/** A test, from its first hook on. `name` is the full one: of a test inside a test `outer > inner`. */
class Run {
  handles = [];
  /** Why its leaks are allowed, if they are. */
  reason = null;
  /** Whether a test inside it has failed, and so will it. */
  broken = false;
  passed = false;

  constructor(name) {
    this.name = name;
  }

  isWithin(other) {
    return this.name.startsWith(`${other.name} > `);
  }

  /** Not if it failed by itself: what would have let go of its targets may not have run then. */
  get mayBeBlamed() {
    return this.passed && this.reason === null;
  }
}

/** The tests that run now. */
const running = new Set();

/** Told of a target that was tracked while several tests ran, none inside another: it may be any one's. */
let share;

function shareWith(told) {
  share = told;
}

function begin(name) {
  const run = new Run(name);
  running.add(run);
  observe();
  return run;
}

function end(run, passed) {
  running.delete(run);
  observe();
  run.passed = passed && !run.broken;
  if (passed) return;
  for (const outer of running) outer.broken ||= run.isWithin(outer);
}

/** From now on a target is the innermost running test's. */
function observe() {
  const runs = [...running];
  const innermost = runs.filter((run) => !runs.some((other) => other.isWithin(run)));
  const [run] = innermost;
  if (run === undefined) observeTracking(undefined);
  else if (innermost.length === 1) observeTracking((tracked) => run.handles.push(tracked));
  else observeTracking((tracked) => share(tracked, innermost));
}

/** Resolves with the error that says what is left of the handles' targets, or null. */
async function leakOf(handles) {
  try {
    await requireCollected(handles, limits);
    return null;
  } catch (error) {
    return withoutStack(error);
  }
}

/** What a hook has found has no place: the frames would be the runner's. */
function withoutStack(error) {
  if (error instanceof LeakError) error.stack = `${error.name}: ${error.message}`;
  return error;
}

/** Lets a run leave behind what it tracks. */
function allow(run, reason) {
  if (typeof reason !== 'string' || reason.trim() === '') {
    throw argumentError('ERR_GC_TRACKER_INVALID_REASON', `say why leaks are allowed, not ${quote(reason)}`);
  }
  run.reason = reason;
}

module.exports = { allow, begin, end, leakOf, shareWith, withoutStack };
