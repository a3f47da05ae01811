'use strict';

// Verifies that a context was collected, and measures the memory that this freed. Even without references, V8 may need several
// GCs with pauses between them, most on Node 20. So this waits, up to a bound, before it searches for a retaining path.

const { performance } = require('node:perf_hooks');
const process = require('node:process');
const { setImmediate, setTimeout } = require('node:timers/promises');
const { LeakError, explainer } = require('../../leaks/index.js');
const { collectNow } = require('../../gc/index.js');
const { codedError, quote } = require('../../util/errors.js');

/** The first GCs have only a macrotask between them. Before further ones it pauses, twice as long each time. */
const QUICK_CYCLES = 5;
const FIRST_PAUSE_MS = 10;

/** Added to the hint if a local variable holds the context. */
const ADVICE = 'Use `sandbox.call((exports) => …)`, whose variables end with it, or the option `revocable`';

/** The hint if Node's cache of ES modules holds the context: see import-attributes.js. */
const IMPORTED =
  'Node.js keeps the attributes of the first `import()` of a module, and with them the sandbox that called it. ' +
  'Use Node.js 22.15 or later, or `import()` the same module in the host before';

/** The memory in use after a full GC: { heapBytes, externalBytes }. */
function measureMemory() {
  collectNow();
  const { heapUsed, external } = process.memoryUsage();
  return { heapBytes: heapUsed, externalBytes: external };
}

/**
 * Resolves with the memory that was freed since `before` (null: not measured) when the target of `tracked` is collected.
 * Rejects with a LeakError if something holds it. `name` is the sandbox's module. `removeListeners` removes listeners that
 * the module has added meanwhile.
 */
async function verifyCollected({ tracked, before, removeListeners }, name, { explain, timeoutMs }) {
  const start = performance.now();
  let cycles = await collect(tracked, removeListeners, timeoutMs);
  if (!tracked.collected) {
    await checkHolders(tracked, name, { explain, cycles, elapsedMs: performance.now() - start });
    // V8 itself may hold it, for a compilation that waits for a processor.
    cycles += await collect(tracked, removeListeners, timeoutMs);
  }
  if (!tracked.collected) {
    const elapsedMs = Math.round(performance.now() - start);
    const message = `the sandbox of ${quote(name)} was not collected (${cycles} full GCs, ${elapsedMs} ms), and no holder was found`;
    throw codedError('ERR_GC_TRACKER_SANDBOX_NOT_COLLECTED', message);
  }
  if (before === null) return { heapBytes: null, externalBytes: null };
  // V8 frees the memory of array buffers only after the GC that collects them.
  await setImmediate();
  const after = measureMemory();
  return {
    heapBytes: before.heapBytes - after.heapBytes,
    externalBytes: before.externalBytes - after.externalBytes,
  };
}

/** Forces GCs until the target is collected or the time is over. Resolves with the number of GCs. */
async function collect(tracked, removeListeners, timeoutMs) {
  const end = performance.now() + timeoutMs;
  let cycles = 0;
  for (let leftMs = timeoutMs; !tracked.collected && leftMs > 0; leftMs = end - performance.now()) {
    if (cycles < QUICK_CYCLES) await setImmediate();
    else {
      removeListeners();
      await setTimeout(Math.min(FIRST_PAUSE_MS * 2 ** (cycles - QUICK_CYCLES), leftMs));
    }
    collectNow();
    cycles++;
  }
  return cycles;
}

/** Rejects with a LeakError if something holds the target. */
async function checkHolders(tracked, name, { explain, cycles, elapsedMs }) {
  const { examine, leakText } = explainer();
  const found = await examine([tracked], { explain, knownRetainers: [], contexts: true });
  if (tracked.collected || found.length === 0) return;
  const [leak] = found;
  const unknown = { className: 'sandbox', id: null, shallowSize: null, retainedSize: null };
  const reported = { ...leak, ...unknown, label: name, hint: hintOf(leak) };
  const text = leakText([reported], { total: 1, cycles, elapsedMs, what: 'disposed sandbox' });
  throw new LeakError(text, [reported]);
}

function hintOf({ hint, path }) {
  if (hint !== null) return `${hint}. ${ADVICE}`;
  const labels = path.map(({ label }) => label);
  return labels.includes('.loadCache') && labels.includes('.importAttributes') ? IMPORTED : null;
}

module.exports = { measureMemory, verifyCollected };
