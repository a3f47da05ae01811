'use strict';

// Reads this thread after a full GC: memory, detached contexts, live objects by label, load. All of it takes about 50 µs.

const { performance } = require('node:perf_hooks');
const process = require('node:process');
const v8 = require('node:v8');
const { trackingStats } = require('../tracking/index.js');

/** [name, unit, value] of each series of memory. */
function readMemory() {
  const { heapUsed, external, arrayBuffers, rss } = process.memoryUsage();
  return [
    ['heapUsed', 'bytes', heapUsed],
    ['external', 'bytes', external],
    ['arrayBuffers', 'bytes', arrayBuffers],
    ['rss', 'bytes', rss],
  ];
}

/** The same of the detached contexts. */
function readContexts() {
  return [['detachedContexts', 'count', v8.getHeapStatistics().number_of_detached_contexts]];
}

/** { [label]: { live, collected, untracked } } */
function readLabels() {
  return trackingStats().labels;
}

/** How long the event loop has been active and idle since its start. */
function readLoad() {
  const { active, idle } = performance.eventLoopUtilization();
  return { activeMs: active, idleMs: idle };
}

module.exports = { readContexts, readLabels, readLoad, readMemory };
