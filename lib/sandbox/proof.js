'use strict';

// The proof that a context was collected, and what memory that gave back. Also after the last reference is gone V8 may need some
// GCs with pauses between them, on Node 20 the most; so it waits, up to a bound, and only then asks for a retaining path.

const { performance } = require('node:perf_hooks');
const process = require('node:process');
const { setImmediate, setTimeout } = require('node:timers/promises');
const { requireCollected } = require('../assert.js');
const { collectNow } = require('../collect.js');
const { codedError } = require('../errors.js');

/** GCs with a macrotask between them; further ones pause, for what other threads still hold. */
const QUICK = 5;
const PAUSE_MS = 20;
/** Between two looks, if no GC is forced. */
const LOOK_MS = 50;

/** What the process needs: { heapBytes, externalBytes }. A GC first, if it may be forced: without one there is garbage in it. */
function memoryNow(forceGC) {
  if (forceGC) collectNow();
  const { heapUsed, external } = process.memoryUsage();
  return { heapBytes: heapUsed, externalBytes: external };
}

/**
 * Resolves with what was freed since `before`, when what `tracked` stands for is collected; rejects with a LeakError if
 * somebody holds it.
 */
async function prove(tracked, before, { explain, forceGC, timeoutMs }) {
  const start = performance.now();
  for (let cycle = 0; !tracked.collected && performance.now() - start < timeoutMs; cycle++) {
    await (cycle < QUICK && forceGC ? setImmediate() : setTimeout(forceGC ? PAUSE_MS : LOOK_MS));
    if (forceGC) collectNow();
  }
  if (!tracked.collected) {
    await requireCollected([tracked], { cycles: 1, timeoutMs: 0, explain, knownRetainers: [] });
  }
  if (!tracked.collected) {
    const message = `the context was not collected within ${timeoutMs} ms, and nothing is known to hold it`;
    throw codedError('ERR_GC_TRACKER_SANDBOX_NOT_COLLECTED', message);
  }
  // The memory of array buffers is given back after the GC that collects them.
  await setImmediate();
  const after = memoryNow(forceGC);
  return {
    heapBytes: before.heapBytes - after.heapBytes,
    externalBytes: before.externalBytes - after.externalBytes,
  };
}

module.exports = { memoryNow, prove };
