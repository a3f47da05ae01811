'use strict';

// mocha's root hooks: a test fails if a target that was tracked between its first and its last hook outlives it.
//
// An error that a root hook throws aborts the whole run. So a leak is passed to mocha as an error of the test (`hook.error`,
// as mocha itself does with errors from outside of a hook).

const { argumentError, quote } = require('../util/errors.js');
const { allow, beginRun, endRun, leakOf } = require('./test-run.js');

/** Root suites that have our last hook. */
const prepared = new WeakSet();

/** The running test, and its TestRun. */
let test;
let run;

/** All files are loaded by now, so our hook runs after theirs, which may still release targets. */
function beforeAll() {
  const root = this.test.parent;
  if (prepared.has(root)) return;
  prepared.add(root);
  root.afterEach('gc-tracker', afterEach);
}

function beforeEach() {
  // A failed hook may have prevented our hook at the end of the last test.
  if (run !== undefined) endRun(run, false);
  test = this.currentTest;
  run = beginRun(test.fullTitle());
}

async function afterEach() {
  const ended = run;
  test = run = undefined;
  endRun(ended, this.currentTest.state === 'passed' && !hasFailedHook(this.currentTest));
  if (!ended.mustNotLeak) return;
  // An explanation may take longer than the time limit.
  this.timeout(0);
  const error = await leakOf(ended.handles);
  if (error !== null) this.test.error(error);
}

/** Whether a hook that should have cleaned up has failed. */
function hasFailedHook({ parent }) {
  for (let suite = parent; suite; suite = suite.parent) {
    if (suite.getHooks('afterEach').some(({ state }) => state === 'failed')) return true;
  }
  return false;
}

/** Allows the running test to leak the targets that it tracks. */
function allowLeaks(context, reason) {
  const contextTest = context?.currentTest ?? context?.test;
  if (contextTest === undefined || contextTest !== test) {
    throw argumentError(
      'ERR_GC_TRACKER_NO_TEST',
      `allowLeaks needs the running test's own \`this\` (an arrow function has none), not ${quote(context)}`,
    );
  }
  allow(run, reason);
}

const mochaHooks = { beforeAll, beforeEach };

module.exports = { mochaHooks, allowLeaks };
