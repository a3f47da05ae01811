'use strict';

// mocha's root hooks: a test fails if what was tracked from its first hook to its last one outlives it.
//
// An error thrown by a root hook ends the whole run, so the leak is handed to mocha as an error of the test
// (`hook.error`, as mocha does it with errors that come from outside of a hook).

const { argumentError, quote } = require('../util/errors.js');
const { allow, begin, end, leakOf } = require('./test-run.js');

/** Suites that have our last hook. */
const prepared = new WeakSet();

/** The test that runs, and its run. */
let test;
let run;

/** All files are loaded by now, so ours comes behind their hooks, which may still let go of targets. */
function beforeAll() {
  const root = this.test.parent;
  if (prepared.has(root)) return;
  prepared.add(root);
  root.afterEach('gc-tracker', afterEach);
}

function beforeEach() {
  // A hook that failed may have kept ours from the end of the last test.
  if (run !== undefined) end(run, false);
  test = this.currentTest;
  run = begin(test.fullTitle());
}

async function afterEach() {
  const ended = run;
  test = run = undefined;
  end(ended, this.currentTest.state === 'passed' && !hasFailedHook(this.currentTest));
  if (!ended.mayBeBlamed) return;
  // An explanation takes the time it takes.
  this.timeout(0);
  const error = await leakOf(ended.handles);
  if (error !== null) this.test.error(error);
}

/** Whether one of the hooks that should have cleaned up has failed. */
function hasFailedHook({ parent }) {
  for (let suite = parent; suite; suite = suite.parent) {
    if (suite.getHooks('afterEach').some(({ state }) => state === 'failed')) return true;
  }
  return false;
}

/** Lets the running test leave behind what it tracks. */
function allowLeaks(context, reason) {
  const own = context?.currentTest ?? context?.test;
  if (own === undefined || own !== test) {
    throw argumentError(
      'ERR_GC_TRACKER_NO_TEST',
      `allowLeaks needs the running test's own \`this\` (an arrow function has none), not ${quote(context)}`,
    );
  }
  allow(run, reason);
}

const mochaHooks = { beforeAll, beforeEach };

module.exports = { mochaHooks, allowLeaks };
