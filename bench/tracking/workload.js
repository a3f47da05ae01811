'use strict';

// What the scenarios share: making, holding, tracking and dropping targets, and waiting with a bound. A module variable
// holds the targets, and only short functions touch them, so that no register of a waiting frame pins one after they
// are dropped.

const { setImmediate, setTimeout } = require('node:timers');
const { performance } = require('node:perf_hooks');

let held;
/** Handles are written here: each is really made, only the last one is kept. */
const sink = { handle: undefined };
globalThis.benchSink = sink;

function makeTarget(index) {
  return { index, name: 'target' };
}

/** Makes `count` targets and holds them. */
function hold(count) {
  const targets = new Array(count);
  for (let index = 0; index < count; index++) targets[index] = makeTarget(index);
  held = targets;
}

/** Tracks every held target; returns how many ms that took. */
function trackHeld({ track }, callback, label) {
  const targets = held;
  const start = performance.now();
  for (let index = 0; index < targets.length; index++) sink.handle = track(targets[index], callback, label);
  return performance.now() - start;
}

function drop() {
  held = undefined;
}

/** A full GC; returns how many ms it took. */
function collect() {
  const start = performance.now();
  globalThis.gc();
  return performance.now() - start;
}

/** Waits, one macrotask after the other, until `done()` or the bound; resolves to whether it is done. */
function until(done, boundMs) {
  const deadline = performance.now() + boundMs;
  return new Promise((resolve) => {
    const look = () => {
      if (done()) resolve(true);
      else if (performance.now() > deadline) resolve(false);
      else setImmediate(look);
    };
    look();
  });
}

/** Lets what earlier work left behind run: finalizers, sweeps, deliveries. */
async function settle(ms = 20) {
  await new Promise((resolve) => setTimeout(resolve, ms));
}

module.exports = { sink, hold, trackHeld, drop, collect, until, settle };
