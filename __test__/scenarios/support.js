'use strict';

// What the scenarios share. A scenario is a program of its own, run on every runtime: it exits with
// 0 if all it claims was seen, else with 1 and the reason on stderr.

const assert = require('node:assert');
const v8 = require('node:v8');
const vm = require('node:vm');
const { setImmediate: macrotask, setTimeout: delay } = require('node:timers/promises');

/** How long a condition may take to come true. */
const BOUND_MS = 20_000;

const isNode = process.versions.bun === undefined && process.versions.deno === undefined;

/** A synchronous full GC, without the library's help and without it noticing. */
const gc = (() => {
  if (process.versions.bun !== undefined) return () => globalThis.Bun.gc(true);
  v8.setFlagsFromString('--expose-gc');
  const exposed = vm.runInNewContext('gc');
  v8.setFlagsFromString('--no-expose-gc');
  return exposed;
})();

/** Calls `make(i)` count times in a frame of its own, so that no register pins the last result. */
function each(count, make) {
  const results = [];
  for (let i = 0; i < count; i++) results.push(make(i));
  return results;
}

/** Waits until the condition holds, by turns of the event loop; `between` runs in each turn. */
async function until(condition, what, between = () => {}) {
  const end = Date.now() + BOUND_MS;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`not within ${BOUND_MS} ms: ${what}`);
    between();
    await macrotask();
    await delay(1);
  }
}

/** Turns of the event loop in which something unwanted would have happened. */
async function settle(turns = 20) {
  for (let turn = 0; turn < turns; turn++) await macrotask();
}

/** Fills the stack with other values, for engines that scan it conservatively. */
function wipeStack(depth = 200) {
  return depth === 0 ? [] : [depth, ...wipeStack(depth - 1).slice(0, 1)];
}

function run(scenario) {
  scenario().catch((error) => {
    console.error(error);
    process.exitCode = 1;
  });
}

module.exports = { assert, delay, each, gc, isNode, macrotask, run, settle, until, wipeStack };
