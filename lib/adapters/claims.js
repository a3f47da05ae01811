'use strict';

// Whose a target is that was tracked while several tests of node:test ran.
//
// node:test knows: a hook that is made now is a hook of the test in whose async context it is made. So an `after`
// hook claims the target for the test that it is called with. What no test claims, since it was tracked in the
// context of a server that all of them use, say, is looked at when all tests have ended, and is the file's failure.

const { AsyncResource, executionAsyncId } = require('node:async_hooks');
const { after } = require('node:test');
const { LeakError } = require('../leak-error.js');
const { leakOf } = require('./watch.js');

/** An async context that is no test's. */
const outside = new AsyncResource('GC_TRACKER');

/** What was tracked and is not claimed yet, by async id: { handles, runs }. */
const open = new Map();
let reports = false;

/** `runs` has the runs of tests by the contexts that node:test passes to them. */
function claim(tracked, running, runs) {
  const id = executionAsyncId();
  let claimed = open.get(id);
  if (claimed === undefined) {
    claimed = { handles: [], runs: new Set() };
    open.set(id, claimed);
    after((t) => settle(id, claimed, t, runs));
    if (!reports) outside.runInAsyncScope(() => after(report));
    reports = true;
  }
  claimed.handles.push(tracked);
  for (const run of running) claimed.runs.add(run);
}

/** `t` is the context of the test to which the hook belongs, or of which it is a hook. */
function settle(id, claimed, t, runs) {
  // The root of all tests has waited for what no test claims.
  if (t.name === '<root>') return;
  if (open.get(id) === claimed) open.delete(id);
  // None if it is a suite.
  runs.get(t)?.handles.push(...claimed.handles);
}

/** Fails the file. */
async function report() {
  const rest = [...open.values()].filter(({ runs }) => [...runs].every(({ mayBeBlamed }) => mayBeBlamed));
  open.clear();
  const error = await leakOf(rest.flatMap(({ handles }) => handles));
  if (error === null) return;
  if (!(error instanceof LeakError)) throw error;
  const names = new Set(rest.flatMap(({ runs }) => [...runs].map(({ name }) => JSON.stringify(name))));
  const whose = `tracked while several tests ran, by one of them: ${[...names].join(', ')}`;
  throw new LeakError(`${whose}\n\n${error.message}`, error.leaks);
}

module.exports = { claim };
