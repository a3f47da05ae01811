'use strict';

// Assertions that targets are collected. A passing assertion costs one minor GC, or two full GCs for old targets; they run in
// the caller's own tick. If targets are still alive then, one heap snapshot explains all of them.

const { performance } = require('node:perf_hooks');
const process = require('node:process');
const { collectNow } = require('../gc/index.js');
const { argumentError, codedError, quote } = require('../util/errors.js');
const { boolean, checkOptions, integer, notNegative } = require('../util/options.js');
const { LeakError } = require('./leak-error.js');
const { captureStack } = require('../util/stack.js');
const { checkedKnownRetainers } = require('./known-retainers.js');
const { Tracked, isGivenUp, setStack, track: trackUnobserved } = require('../tracking/index.js');
const { macrotask } = require('../util/macrotask.js');
const { watchStarts } = require('../util/starts.js');
const { notExplained, unexplained, verdictText } = require('./verdict.js');

/** GCs in the caller's tick. The second one clears what weak callbacks and compiled code held during the first. */
const AT_ONCE = 2;

async function assertCollected(tracked, options) {
  const limits = checkedOptions(options);
  const handles = checkHandles(tracked);
  await requireCollected(handles, limits);
}

async function assertNoLeaks(body, options) {
  const limits = checkedOptions(options);
  if (typeof body !== 'function') {
    const message = `pass a function (track) => …, not ${quote(body)}`;
    throw argumentError('ERR_GC_TRACKER_INVALID_CALLBACK', message);
  }
  const handles = [];
  const result = await watched(body, handles);
  await requireCollected(handles, limits);
  return result;
}

async function watched(body, handles) {
  const end = watchStarts();
  try {
    return await run(body, handles);
  } finally {
    end();
  }
}

/** A separate function, so that targets in its registers are released with its frame. */
async function run(body, handles) {
  const track = (target, label) => {
    // First: it may run code of the program.
    const stack = captureStack(track);
    const tracked = trackUnobserved(target, undefined, { label });
    setStack(tracked, stack);
    handles.push(tracked);
    return target;
  };
  return body(track);
}

/** Rejects with a LeakError if a target is not collected within the limits and somebody holds it. */
async function requireCollected(handles, limits) {
  const start = performance.now();
  const { alive, cycles } = await waitForGC(handles, limits, start);
  if (alive.length === 0) return;
  const elapsedMs = performance.now() - start;
  const { leaks, text } = await report(alive, limits, { total: handles.length, cycles, elapsedMs });
  if (leaks.length === 0) return;
  if (leaks.some(({ known }) => known === null || known.leak)) throw new LeakError(text, leaks);
  process.emitWarning(text, { type: 'KnownLeakWarning', code: 'ERR_GC_TRACKER_KNOWN_LEAK' });
}

/** { leaks, text }. The verdict stands if the report fails: a test may have replaced the file system that modules come from. */
async function report(alive, limits, measured) {
  try {
    const { examine, leakText } = explainer();
    const leaks = await examine(alive, limits);
    return { leaks, text: leakText(leaks, measured) };
  } catch (error) {
    const hint = notExplained(error);
    const leaks = alive.map((tracked) => unexplained(tracked, hint));
    return { leaks, text: `${verdictText(leaks, measured)}\n\n${hint}` };
  }
}

let loaded;

/**
 * Loads what only an explanation needs. Adapters call this before any test, for three reasons: a test may replace the timers
 * that these modules take when they are loaded; a runner may load modules anew, which would not know our handles; and when a
 * test that has timed out is explained, its runner may load no modules any more.
 */
function explainer() {
  if (loaded === undefined) {
    loaded = { ...require('./examine.js'), ...require('./leak-report.js') };
    require('../util/inspector.js').prepareInspector();
  }
  return loaded;
}

// After `jest.resetModules()` it would be another copy, which does not know our handles.
if (process.env.JEST_WORKER_ID !== undefined) explainer();

/** Collects until all targets are collected, or the limits are reached: { alive, cycles }. */
async function waitForGC(handles, { cycles, timeoutMs }, start) {
  let alive = uncollected(handles);
  if (alive.length > 0) {
    // Most targets of a test are new: a minor GC collects them, in a tenth of the time.
    collectNow(true);
    alive = uncollected(alive);
  }
  let cycle = 0;
  while (alive.length > 0 && cycle < cycles) {
    if (cycle >= AT_ONCE) {
      // The registers of the running job and the WeakRefs it has used pin their targets. Let the job end.
      await macrotask();
      if (performance.now() - start > timeoutMs) break;
    }
    collectNow();
    cycle++;
    alive = uncollected(alive);
  }
  return { alive, cycles: cycle };
}

/** The handles of live targets. Skips untracked targets: their state is unknown. */
function uncollected(handles) {
  return handles.filter((tracked) => !tracked.collected && !isGivenUp(tracked));
}

function checkHandles(tracked) {
  // A copy: the program may change its array while the assertion waits.
  const handles = Array.isArray(tracked) ? [...tracked] : [tracked];
  for (const handle of handles) {
    if (handle instanceof Tracked) {
      if (!isGivenUp(handle)) continue;
      const message = `tracking ${handle.id} was given up: nobody knows whether its target is collected`;
      throw codedError('ERR_GC_TRACKER_UNTRACKED', message);
    }
    throw argumentError(
      'ERR_GC_TRACKER_INVALID_HANDLE',
      `pass what trackGC(target) returned, or an array of it, not ${quote(handle)}`,
    );
  }
  return handles;
}

function checkedOptions(options) {
  const given = checkOptions(options, '{ timeoutMs: 5000 }', {
    cycles: integer(1, 1000),
    timeoutMs: notNegative,
    explain: boolean,
    knownRetainers: checkedKnownRetainers,
  });
  const { cycles = 3, timeoutMs = 5000, explain = true, knownRetainers = [] } = given;
  return { cycles, timeoutMs, explain, knownRetainers };
}

module.exports = { assertCollected, assertNoLeaks, checkedOptions, explainer, requireCollected };
