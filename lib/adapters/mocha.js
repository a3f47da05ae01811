'use strict';

// mocha's root hooks: a test fails if what was tracked from its first hook to its last one outlives it.
//
// An error thrown by a root hook ends the whole run, so the leak is handed to mocha as an error of the test
// (`hook.error`, as mocha does it for an error outside of any test).

const { allow, begin, end, leakOf } = require('./watch.js');
const { argumentError, quote } = require('../errors.js');

/** Suites that have our last hook. */
const prepared = new WeakSet();

/** The test that runs, and its run. */
let test;
let run;

/** The files are loaded by now: behind their own hooks outside of any suite, which may still let go of targets. */
function beforeAll() {
  const root = this.test.parent;
  if (prepared.has(root)) return;
  prepared.add(root);
  root.afterEach('gc-tracker', afterEach);
}

function beforeEach() {
  // Another hook's failure may have kept ours from the end of the last test.
  if (run !== undefined) end(run);
  test = this.currentTest;
  run = begin(test.fullTitle());
}

async function afterEach() {
  const ended = run;
  run = undefined;
  test = undefined;
  end(ended);
  ended.failed = this.currentTest.state !== 'passed' || hasFailedHook(this.currentTest);
  // An explanation takes the time it takes.
  this.timeout(0);
  const error = await leakOf([ended], ended.handles);
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
