'use strict';

// Short-lived objects, tracked as they are made and dropped at the end of their batch. No GC is forced while the clock
// runs, and a macrotask between batches lets callbacks run. An object's latency is the time from the end of its batch
// to its callback; an object that is not reported at the end counts with its wait so far.

const { setImmediate } = require('node:timers');
const { PerformanceObserver, performance } = require('node:perf_hooks');
const v8 = require('node:v8');
const { sink, collect, settle } = require('../workload.js');
const { steady } = require('../../harness/statistics.js');

const BATCH = 500;
/** Batches between two samples of the heap, callbacks between two looks at the clock. */
const SAMPLE = 4;
const CLOCK = 64;

async function run(contender, { size, rounds, label }) {
  const results = [];
  for (let round = 0; round < rounds; round++) {
    await quiesce();
    results.push(await churn(contender, size, label));
  }
  // The observer costs something itself, so the GC's time is that of one more round.
  await quiesce();
  const gc = await gcTime(() => churn(contender, size, label));
  return { ...steady(results), ...gc };
}

async function quiesce() {
  for (let cycle = 0; cycle < 2; cycle++) {
    collect();
    await settle(50);
  }
}

/** Some fields and half a kilobyte of data: about 150 ns to make, as much as a small request's worth. */
function makeSession(index) {
  return { index, name: 'session', values: new Array(64).fill(index) };
}

function trackBatch({ track }, callback, label) {
  for (let index = 0; index < BATCH; index++) sink.handle = track(makeSession(index), callback, label);
}

function churn(contender, size, label) {
  const batches = Math.ceil(size / BATCH);
  const pending = [];
  const measured = { reported: 0, latency: 0, max: 0, heap: 0, now: 0 };
  const start = performance.now();
  return new Promise((resolve) => {
    let count = 0;
    const next = () => {
      const batch = { died: 0, left: BATCH };
      trackBatch(contender, () => report(batch, measured), label);
      measured.now = batch.died = performance.now();
      pending.push(batch);
      if (count % SAMPLE === 0) sampleHeap(measured);
      if (++count < batches) setImmediate(next);
      else resolve(finish(measured, pending, start, batches * BATCH));
    };
    next();
  });
}

function report(batch, measured) {
  if (measured.reported++ % CLOCK === 0) measured.now = performance.now();
  batch.left--;
  const latency = Math.max(0, measured.now - batch.died);
  measured.latency += latency;
  if (latency > measured.max) measured.max = latency;
}

function sampleHeap(measured) {
  measured.heap = Math.max(measured.heap, v8.getHeapStatistics().used_heap_size);
}

function finish(measured, pending, start, size) {
  const end = performance.now();
  const { reported } = measured;
  let { latency, max } = measured;
  for (const { died, left } of pending) {
    latency += left * (end - died);
    if (left > 0) max = Math.max(max, end - died);
  }
  const known = reported > 0;
  return {
    elapsed: ((end - start) * 1e6) / size,
    share: reported / size,
    mean: known ? latency / size : NaN,
    max: known ? max : NaN,
    heap: measured.heap / 1e6,
  };
}

async function gcTime(work) {
  let gc = 0;
  const add = (list) => {
    for (const { duration } of list.getEntries()) gc += duration;
  };
  const observer = new PerformanceObserver(add);
  observer.observe({ entryTypes: ['gc'] });
  await work();
  // Node hands these entries over in a later task.
  await settle(50);
  add({ getEntries: () => observer.takeRecords() });
  observer.disconnect();
  return { gc };
}

module.exports = {
  name: 'churn',
  title: 'short-lived objects, no forced GC',
  repetitions: 3,
  cases: ({ size, quick }) => [{ size: size ?? (quick ? 100_000 : 1_000_000), rounds: quick ? 2 : 5 }],
  metrics: {
    elapsed: { unit: 'ns each', ratio: true },
    share: { unit: '', digits: 3 },
    mean: { unit: 'ms', digits: 1, ratio: true },
    max: { unit: 'ms', digits: 0 },
    heap: { unit: 'MB', digits: 0, ratio: true },
    gc: { unit: 'ms', digits: 0 },
  },
  run,
};
