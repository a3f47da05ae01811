'use strict';

// One heap snapshot of a process: { way, megabytes in use before, leaks }. What it costs: how long the thread stands
// still, how long until the answer is there, processor time, how far the memory rises.

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { performance } = require('node:perf_hooks');
const process = require('node:process');
const v8 = require('node:v8');
const { load, root } = require('../../harness/checkout.js');
const { answer } = require('../../harness/child.js');
const { shopMaker } = require('../../heap/snapshots/shop-maker.js');

const { findLeaks, forceGC, trackGC } = load(root, 'gc-tracker');
const { takeHeapSnapshot } = load(root, 'gc-tracker/heap');

const USERS_OF_A_SHOP = 100;
const MOST_EXPLAINED = 100;

const ways = { file, take, explain };
const all = [];

/** The shops of bench/heap, until so many bytes are in use. */
async function fill(bytes) {
  const makeShop = shopMaker(USERS_OF_A_SHOP);
  while (process.memoryUsage().heapUsed < bytes) {
    all.push(makeShop());
    if (process.memoryUsage().heapUsed >= bytes) await forceGC();
  }
}

/** V8's own way: writes a file, for later. */
async function file() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gc-tracker-snapshot-'));
  try {
    const name = v8.writeHeapSnapshot(path.join(folder, 'a.heapsnapshot'));
    return { fileBytes: fs.statSync(name).size };
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/** Without a file: reads the snapshot while V8 writes it, and asks for the classes, which need the whole analysis. */
async function take() {
  const snapshot = await takeHeapSnapshot();
  await snapshot.classes({ top: 1 });
  snapshot.dispose();
}

/** Explains what holds each of some disposed targets; of many, the ones that findLeaks looks at. */
async function explain(leaks) {
  all.push(Array.from({ length: leaks }, disposed));
  // Full GCs are never counted too high, but sometimes too low.
  for (let gcs = 0; gcs < 30 && (await findLeaks({ delayMs: 0 })).uncollected.length < leaks; gcs++) {
    await forceGC();
  }
  const started = performance.now();
  const { uncollected } = await findLeaks({ delayMs: 0, explain: true });
  const explained = uncollected.filter(({ leak }) => leak?.path.length > 0);
  if (explained.length < Math.min(leaks, MOST_EXPLAINED) || uncollected.length < leaks) {
    const hint = uncollected[0]?.leak?.hint;
    throw new Error(
      `${explained.length} of ${leaks} leaks are explained, ${uncollected.length} reported: ${hint}`,
    );
  }
  return { started };
}

function disposed() {
  const target = {};
  trackGC(target, undefined, { label: 'target' }).markDisposed();
  return target;
}

/** The longest time between two turns of the event loop until `stop` is called. */
function watchTurns() {
  let longest = 0;
  let last = performance.now();
  let timer = setImmediate(function turn() {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    timer = setImmediate(turn);
  });
  return function stop() {
    clearImmediate(timer);
    return Math.max(longest, performance.now() - last);
  };
}

answer(async ({ way, megabytes, leaks }) => {
  await fill(megabytes * 1e6);
  await forceGC({ cycles: 2 });
  const { heapUsed } = process.memoryUsage();
  const peakBefore = process.resourceUsage().maxRSS;
  const stop = watchTurns();
  const cpuBefore = process.cpuUsage();
  const begun = performance.now();
  const { started = begun, ...facts } = (await ways[way](leaks)) ?? {};
  const allMs = performance.now() - started;
  const pauseMs = stop();
  const { user, system } = process.cpuUsage(cpuBefore);
  const cpuMs = (user + system) / 1000;
  const peakBytes = (process.resourceUsage().maxRSS - peakBefore) * 1024;
  return { heapUsed, pauseMs, allMs, cpuMs, peakBytes, ...facts };
});
