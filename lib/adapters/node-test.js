'use strict';

// node:test: a test fails if what was tracked from its first hook to its last one outlives it, and the file
// if it was tracked while several tests ran.

const nodeTest = require('node:test');
const process = require('node:process');
const { isMainThread } = require('node:worker_threads');
const { assertCollected, assertNoLeaks } = require('../leaks/index.js');
const { argumentError, quote } = require('../util/errors.js');
const { share } = require('./concurrent-tests.js');
const { allow, begin, end, leakOf, shareWith } = require('./test-run.js');

/** Names the process that runs tests: those that it starts are programs under test. */
const TESTING = 'GC_TRACKER_TESTING';

/** Hooks may have the limit of all tests (`--test-timeout`), and an explanation takes the time it takes. */
const unlimited = { timeout: 2 ** 31 - 1 };

/** Runs by the context that node:test passes to a test and to its hooks. */
const runs = new WeakMap();

function watch(t) {
  const run = begin(t.fullName ?? t.name);
  runs.set(t, run);
  // Behind all other hooks of the test.
  t.after(() => t.after(() => finish(t, run), unlimited));
}

async function finish(t, run) {
  end(run, t.passed !== false && !t.error);
  if (!run.mayBeBlamed) return;
  // As node:test does next: mocks keep what they were called with.
  t.mock.reset();
  const error = await leakOf(run.handles);
  if (error !== null) throw error;
}

/** Lets the running test leave behind what it tracks. */
function allowLeaks(t, reason) {
  const run = typeof t === 'object' && t !== null ? runs.get(t) : undefined;
  if (run === undefined) {
    throw argumentError(
      'ERR_GC_TRACKER_NO_TEST',
      `allowLeaks needs the context \`t\` that a test is called with, not ${quote(t)}`,
    );
  }
  allow(run, reason);
}

/** In the process that runs a file's tests: not in one that starts it, nor in one that a test starts. */
function runsTests() {
  const { env, execArgv, ppid } = process;
  if (!isMainThread || env[TESTING] === String(ppid)) return false;
  const starts = execArgv.includes('--test') && !/test-isolation[= ]none/.test(execArgv.join(' '));
  return !starts || env.NODE_TEST_CONTEXT !== undefined;
}

if (runsTests()) {
  process.env[TESTING] = String(process.pid);
  shareWith((tracked, tests) => share(tracked, tests, unlimited));
  nodeTest.beforeEach(watch);
  nodeTest.assert?.register('collected', assertCollected);
  nodeTest.assert?.register('noLeaks', assertNoLeaks);
}

module.exports = { allowLeaks };
