'use strict';

// A short scenario for valgrind: track, collect, untrack, stop, throw, workers that end and are
// terminated, and an end with targets alive. Arguments: how to end, how many workers.

const fs = require('node:fs');
const path = require('node:path');
const { Worker, isMainThread, parentPort } = require('node:worker_threads');
const { platformName } = require('../../../lib/native/index.js');

// In place of the binary that was built here: one with symbols.
const addon = process.env.GC_TRACKER_STRESS_ADDON;
const binary = path.resolve(__dirname, `../../../gc-tracker.${platformName()}.node`);
require(addon);
require.cache[binary] = require.cache[addon];

const { trackGC, stopTrackGC, trackingStats, forceGC } = require('../../..');

const [end, workers] = process.argv.slice(2);
const alive = [];

function make(count, callback, label) {
  const all = [];
  for (let number = 0; number < count; number++) {
    const target = { number };
    if (number % 5 === 0) alive.push(target);
    all.push(trackGC(target, callback, { label }));
  }
  return all;
}

/** All that a thread does with gc-tracker, alive targets left. */
async function work() {
  const tracked = make(300, () => {}, 'first');
  tracked.filter((_, index) => index % 3 === 0).forEach((one) => one.untrack());
  make(100, undefined, 'no callback');
  await forceGC({ minor: true });
  await forceGC({ cycles: 3 });
  tracked.forEach((one) => one.collected);

  let first = true;
  make(100, () => {
    if (first) stopTrackGC();
    first = false;
  });
  await forceGC();
  make(5000, () => {}, 'many');
  await forceGC({ cycles: 2 });
  make(200, () => {}, 'left');
}

/** The native functions that few programs need, of a registry that is then dropped. */
function callDirectly() {
  const registry = require(addon).createRegistry(1, () => {});
  registry.watchLifetimes(Uint32Array.of(1, 10));
  const target = {};
  const slot = registry.track(target, 2);
  if (registry.target(slot, 1) !== target) throw new Error('another target');
  registry.addCallback(slot, 1);
  registry.lifetimes(new Float64Array(12));
  for (const length of [1, 5, 7, 9]) registry.stats(new Float64Array(length));
  registry.step(new Uint32Array(2));
  registry.forgetLifetimes();
}

async function runWorker(number) {
  const worker = new Worker(__filename);
  const exit = new Promise((resolve) => worker.once('exit', resolve));
  if (number % 2 === 0) {
    await new Promise((resolve) => worker.once('message', resolve));
    worker.terminate();
  }
  await exit;
}

async function throwing() {
  let threw = 0;
  process.on('uncaughtException', () => threw++);
  make(50, () => {
    throw new Error('on purpose');
  });
  await forceGC({ cycles: 2 });
  if (threw !== 40) throw new Error(`${threw} of 40 errors arrived`);
}

async function main() {
  if (!fs.readFileSync('/proc/self/maps', 'utf8').includes(addon)) throw new Error(`${addon} was not loaded`);
  await work();
  for (let number = 0; number < workers; number++) await runWorker(number);
  await throwing();
  process.removeAllListeners('uncaughtException');
  console.log(`environments ${1 + Number(workers)}`);
  if (end === 'exit in a callback') {
    // Not in the other end, which bounds the state: a further registry needs a further cell.
    callDirectly();
    make(500, () => process.exit(3));
    forceGC();
  } else if (trackingStats().live === 0) throw new Error('nothing is alive');
}

async function workInWorker() {
  await work();
  parentPort.postMessage('worked');
  // Every second worker is terminated somewhere in here.
  for (let round = 0; round < 5; round++) await work();
}

if (isMainThread) main();
else workInWorker();
