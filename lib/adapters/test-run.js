'use strict';

// Collects the handles of all targets that are tracked while a test runs, by the test or by its program. The targets must be
// collected when the test ends.

const { LeakError, checkedOptions, explainer, requireCollected } = require('../leaks/index.js');
const { argumentError, quote } = require('../util/errors.js');
const { observeTracking } = require('../tracking/index.js');

explainer();
const limits = checkedOptions();

/** The run of a test, from its first hook on. `name` is the full name: `outer > inner` for a nested test. */
class TestRun {
  handles = [];
  /** Why its leaks are allowed, or null if they are not. */
  reason = null;
  /** Whether a nested test has failed. Then this test will fail, too. */
  hasFailedTest = false;
  passed = false;

  constructor(name) {
    this.name = name;
  }

  isWithin(other) {
    return this.name.startsWith(`${other.name} > `);
  }

  /** Whether a leak fails the test. Not if the test failed anyway: then its clean-up may not have run. */
  get mustNotLeak() {
    return this.passed && this.reason === null;
  }
}

/** The runs of all running tests. */
const running = new Set();

/** Is called with a handle and the tests that ran when it was made, if these were several tests, none nested in another. */
let noticeShared;

function onShared(listener) {
  noticeShared = listener;
}

function beginRun(name) {
  const run = new TestRun(name);
  running.add(run);
  observe();
  return run;
}

function endRun(run, passed) {
  running.delete(run);
  observe();
  run.passed = passed && !run.hasFailedTest;
  if (passed) return;
  for (const outer of running) outer.hasFailedTest ||= run.isWithin(outer);
}

/** From now on, targets belong to the innermost running test. */
function observe() {
  const runs = [...running];
  const innermost = runs.filter((run) => !runs.some((other) => other.isWithin(run)));
  const [run] = innermost;
  if (run === undefined) observeTracking(undefined);
  else if (innermost.length === 1) observeTracking((tracked) => run.handles.push(tracked));
  else observeTracking((tracked) => noticeShared(tracked, innermost));
}

/** Resolves with the error that reports the targets that are not collected, or null. */
async function leakOf(handles) {
  try {
    await requireCollected(handles, limits);
    return null;
  } catch (error) {
    return withoutStack(error);
  }
}

/** Removes the stack of a hook's error, because all frames are the runner's. */
function withoutStack(error) {
  if (error instanceof LeakError) error.stack = `${error.name}: ${error.message}`;
  return error;
}

/** Allows a run to leak the targets that it tracks. */
function allow(run, reason) {
  if (typeof reason !== 'string' || reason.trim() === '') {
    throw argumentError(
      'ERR_GC_TRACKER_INVALID_REASON',
      `the reason why leaks are allowed must be a text, not ${quote(reason)}`,
    );
  }
  run.reason = reason;
}

module.exports = { allow, beginRun, endRun, leakOf, onShared, withoutStack };
