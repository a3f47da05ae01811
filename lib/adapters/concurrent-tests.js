'use strict';

// What was tracked while several tests of node:test ran. It may be any one's: node:test's own answer, by
// async context, is wrong behind an `await` of a promise that tests share. So it is looked at when all tests
// have ended, behind all other hooks, and is the failure of the file.

const { AsyncResource } = require('node:async_hooks');
const { after } = require('node:test');
const { LeakError } = require('../leaks/index.js');
const { leakOf, withoutStack } = require('./test-run.js');

/** An async context that is no test's: what is made in it is made outside of all tests. */
const outside = new AsyncResource('GC_TRACKER');

/** The tests that ran then, by handle. */
const testsOf = new Map();

/** `hook` has the options of the hook that reports. */
function share(tracked, tests, hook) {
  if (testsOf.size === 0) outside.runInAsyncScope(() => after(report, hook));
  testsOf.set(tracked, tests);
}

async function report() {
  const handles = [...testsOf.keys()].filter((tracked) => testsOf.get(tracked).every(mayBeBlamed));
  const error = await leakOf(handles);
  if (error === null) return;
  if (!(error instanceof LeakError)) throw error;
  const leaked = new Set(error.leaks.map(({ trackingId }) => trackingId));
  const tests = handles.filter(({ id }) => leaked.has(id)).flatMap((tracked) => testsOf.get(tracked));
  const names = new Set(tests.map(({ name }) => JSON.stringify(name)));
  const whose = `tracked while several tests ran, by one of them: ${[...names].join(', ')}`;
  throw withoutStack(new LeakError(`${whose}\n\n${error.message}`, error.leaks));
}

function mayBeBlamed(test) {
  return test.mayBeBlamed;
}

module.exports = { share };
