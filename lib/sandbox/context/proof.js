'use strict';

// The proof that a context was collected, and what memory that gave back. Also after the last reference is gone V8 may need some
// GCs with pauses between them, on Node 20 the most; so it waits, up to a bound, and only then asks for a retaining path.

const { performance } = require('node:perf_hooks');
const process = require('node:process');
const { setImmediate, setTimeout } = require('node:timers/promises');
const { LeakError, explainer } = require('../../leaks/index.js');
const { collectNow } = require('../../gc/index.js');
const { codedError, quote } = require('../../util/errors.js');

/** GCs with a macrotask between them; before further ones it pauses, twice as long each time. */
const QUICK = 5;
const FIRST_PAUSE_MS = 10;

/** Where only a local variable holds it. */
const ADVICE = 'Use `sandbox.call((exports) => …)`, whose variables end with it, or the option `revocable`';

/** What the process needs without garbage: { heapBytes, externalBytes }. */
function memoryNow() {
  collectNow();
  const { heapUsed, external } = process.memoryUsage();
  return { heapBytes: heapUsed, externalBytes: external };
}

/**
 * Resolves with what was freed since `before`, unless that is null, when what `tracked` stands for is collected; rejects with a
 * LeakError if somebody holds it. `name` is what the sandbox is of; `again` takes back what was left outside meanwhile.
 */
async function prove({ tracked, before, again }, name, { explain, timeoutMs }) {
  const start = performance.now();
  let cycles = await collect(tracked, again, timeoutMs);
  if (!tracked.collected) {
    await checkHolders(tracked, name, { explain, cycles, elapsed: performance.now() - start });
    // V8 itself may hold it: for a compilation that waits for a processor.
    cycles += await collect(tracked, again, timeoutMs);
  }
  if (!tracked.collected) {
    const elapsed = Math.round(performance.now() - start);
    const message = `the sandbox of ${quote(name)} was not collected (${cycles} full GCs, ${elapsed} ms), and nobody holds it`;
    throw codedError('ERR_GC_TRACKER_SANDBOX_NOT_COLLECTED', message);
  }
  if (before === null) return { heapBytes: null, externalBytes: null };
  // The memory of array buffers is given back after the GC that collects them.
  await setImmediate();
  const after = memoryNow();
  return {
    heapBytes: before.heapBytes - after.heapBytes,
    externalBytes: before.externalBytes - after.externalBytes,
  };
}

/** Forces GCs until it is collected, or the time is over; resolves with how many. */
async function collect(tracked, again, timeoutMs) {
  const end = performance.now() + timeoutMs;
  let cycles = 0;
  for (let left = timeoutMs; !tracked.collected && left > 0; left = end - performance.now()) {
    if (cycles < QUICK) await setImmediate();
    else {
      again();
      await setTimeout(Math.min(FIRST_PAUSE_MS * 2 ** (cycles - QUICK), left));
    }
    collectNow();
    cycles++;
  }
  return cycles;
}

/** Rejects if somebody holds it. */
async function checkHolders(tracked, name, { explain, cycles, elapsed }) {
  const { examine, leakText } = explainer();
  const found = await examine([tracked], { explain, knownRetainers: [], contexts: true });
  if (tracked.collected || found.length === 0) return;
  const [leak] = found;
  const unknown = { className: 'sandbox', id: null, shallowSize: null, retainedSize: null };
  const told = { ...leak, ...unknown, label: name, hint: leak.hint && `${leak.hint}. ${ADVICE}` };
  const text = leakText([told], { total: 1, cycles, elapsed, what: 'disposed sandbox' });
  throw new LeakError(text, [told]);
}

module.exports = { memoryNow, prove };
