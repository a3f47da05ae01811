'use strict';

// Hooks of node:test: a test fails if a target that was tracked between its first and its last hook outlives it. If several
// tests ran when the target was tracked, the file fails.

const nodeTest = require('node:test');
const process = require('node:process');
const { isMainThread } = require('node:worker_threads');
const { assertCollected, assertNoLeaks } = require('../leaks/index.js');
const { argumentError, quote } = require('../util/errors.js');
const { addShared } = require('./concurrent-tests.js');
const { allow, beginRun, endRun, leakOf, onShared } = require('./test-run.js');

/** The environment variable with the id of the process that runs tests. Its child processes are programs under test. */
const TESTING = 'GC_TRACKER_TESTING';

/** Hooks would have the time limit of tests (`--test-timeout`), but an explanation may take longer. */
const unlimited = { timeout: 2 ** 31 - 1 };

/** A TestRun for each context that node:test passes to a test and its hooks. */
const runs = new WeakMap();

function watch(t) {
  const run = beginRun(t.fullName ?? t.name);
  runs.set(t, run);
  // Runs after all other hooks of the test.
  t.after(() => t.after(() => finish(t, run), unlimited));
}

async function finish(t, run) {
  endRun(run, t.passed !== false && !t.error);
  if (!run.mustNotLeak) return;
  // node:test would do so next. Mocks hold the arguments of their calls.
  t.mock.reset();
  const error = await leakOf(run.handles);
  if (error !== null) throw error;
}

/** Allows the running test to leak the targets that it tracks. */
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

/** Whether this process runs the tests of a file. False in the process that starts it, and in child processes of a test. */
function runsTests() {
  const { env, execArgv, ppid } = process;
  if (!isMainThread || env[TESTING] === String(ppid)) return false;
  const starts = execArgv.includes('--test') && !/test-isolation[= ]none/.test(execArgv.join(' '));
  return !starts || env.NODE_TEST_CONTEXT !== undefined;
}

if (runsTests()) {
  process.env[TESTING] = String(process.pid);
  onShared((tracked, tests) => addShared(tracked, tests, unlimited));
  nodeTest.beforeEach(watch);
  nodeTest.assert?.register('collected', assertCollected);
  nodeTest.assert?.register('noLeaks', assertNoLeaks);
}

module.exports = { allowLeaks };
