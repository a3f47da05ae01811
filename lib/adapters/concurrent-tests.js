'use strict';

// Targets that were tracked while several tests of node:test ran. Any of these tests may own them: node:test itself decides
// by async context, which is wrong after an `await` of a promise that tests share. So they are checked when all tests have
// ended, after all other hooks, and a leak fails the file.

const { AsyncResource } = require('node:async_hooks');
const { after } = require('node:test');
const { LeakError } = require('../leaks/index.js');
const { quoted } = require('../util/text.js');
const { leakOf, withoutStack } = require('./test-run.js');

/** An async context outside of all tests. */
const outside = new AsyncResource('GC_TRACKER');

/** For each handle, the tests that ran when it was made. */
const testsOf = new Map();

/** Adds a handle. `hookOptions` are those of the hook that reports. */
function addShared(tracked, tests, hookOptions) {
  if (testsOf.size === 0) outside.runInAsyncScope(() => after(report, hookOptions));
  testsOf.set(tracked, tests);
}

async function report() {
  const handles = [...testsOf.keys()].filter((tracked) =>
    testsOf.get(tracked).every(({ mustNotLeak }) => mustNotLeak),
  );
  const error = await leakOf(handles);
  if (error === null) return;
  if (!(error instanceof LeakError)) throw error;
  const leaked = new Set(error.leaks.map(({ trackingId }) => trackingId));
  const tests = handles.filter(({ id }) => leaked.has(id)).flatMap((tracked) => testsOf.get(tracked));
  const names = new Set(tests.map(({ name }) => quoted(name)));
  const intro = `tracked while several tests ran, by one of them: ${[...names].join(', ')}`;
  throw withoutStack(new LeakError(`${intro}\n\n${error.message}`, error.leaks));
}

module.exports = { addShared };
