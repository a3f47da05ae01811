'use strict';

// { way, calls, … }: image operations with OpenCV whose Mats are never deleted, one in each turn of the event loop,
// until so many are made, the process has `mostRss` bytes, or the module dies. How fast that was, the memory it took,
// and how long the event loop was kept by the work and by switches.

const path = require('node:path');
const { performance } = require('node:perf_hooks');
const process = require('node:process');
const { setImmediate } = require('node:timers/promises');
const { packages } = require('../../__test__/sandbox/packages.js');
const { workloads } = require('../../__test__/sandbox/workloads.js');
const { answer } = require('../harness/child.js');
const { median } = require('../harness/statistics.js');
const ways = require('./ways.js');

/** Calls that are not counted: V8 compiles. */
const WARM_UP = 30;

async function measure({ way, calls, mostRss = Infinity, ...options }) {
  const entry = path.join(packages(), 'opencv4');
  const switches = [];
  const listeners = countListeners();
  const { call, end } = await ways[way](entry, { ...options, onSwitch: (one) => switches.push(one) });
  const { use } = workloads.opencv4;
  let firstRss;
  let firstCpu;
  /** When each turn began. */
  const turns = [];
  let died = null;
  const warmUp = way === 'byHand' ? 1 : WARM_UP;
  for (let i = 0; i < warmUp + calls; i++) {
    if (i === warmUp) {
      firstRss = process.memoryUsage.rss();
      firstCpu = process.cpuUsage();
    }
    if (i >= warmUp) turns.push(performance.now());
    try {
      await call(use);
    } catch (error) {
      died = typeof error === 'number' ? 'out of memory' : String(error);
      break;
    }
    await setImmediate();
    if (process.memoryUsage.rss() > mostRss) break;
  }
  const last = performance.now();
  const { user, system } = process.cpuUsage(firstCpu);
  const grown = process.memoryUsage.rss() - firstRss;
  const gaps = turns.slice(1).map((time, i) => ({ from: turns[i], to: time, ms: time - turns[i] }));
  const work = median(gaps.map(({ ms }) => ms));
  await end();
  return {
    calls: turns.length,
    perSecond: (1000 * turns.length) / (last - turns[0]),
    cpuMs: (user + system) / 1000 / turns.length,
    died,
    work,
    rssPerCall: grown / turns.length,
    peakRss: 1024 * process.resourceUsage().maxRSS,
    listeners: countListeners() - listeners,
    // A switch's pause is its longest turn, less the work of a turn.
    switches: switches
      .filter(({ from }) => from > turns[0])
      .map(({ from, to, createMs }) => ({
        createMs,
        totalMs: to - from,
        pauseMs: Math.max(...gaps.filter((gap) => gap.to > from && gap.from < to).map(({ ms }) => ms)) - work,
      })),
  };
}

function countListeners() {
  return process.eventNames().reduce((sum, event) => sum + process.listenerCount(event), 0);
}

answer(measure);
