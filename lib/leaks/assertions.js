'use strict';

// Assertions that a target is collected. A pass costs the GCs it takes, the first ones in the caller's own tick;
// only for what then is still alive a heap snapshot is taken, one for all.

const { performance } = require('node:perf_hooks');
const process = require('node:process');
const { collectNow } = require('../gc/index.js');
const { argumentError, codedError, quote } = require('../util/errors.js');
const { boolean, checkOptions, integer, notNegative } = require('../util/options.js');
const { LeakError } = require('./leak-error.js');
const { captureStack } = require('../util/stack.js');
const { checkedKnownRetainers } = require('./known-retainers.js');
const { Tracked, isGivenUp, setStack, track: trackUnseen } = require('../tracking/index.js');
const { macrotask } = require('../util/macrotask.js');

/** GCs in the caller's tick. The second one clears what the first left to weak callbacks and compiled code. */
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
  const result = await run(body, handles);
  await requireCollected(handles, limits);
  return result;
}

/** In a function of its own: what the body leaves in registers goes with its frame. */
async function run(body, handles) {
  const track = (target, label) => {
    const tracked = trackUnseen(target, undefined, { label });
    setStack(tracked, captureStack(track));
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
  const elapsed = performance.now() - start;
  const { examine, leakText } = explainer();
  const leaks = await examine(alive, limits);
  if (leaks.length === 0) return;
  const text = leakText(leaks, { total: handles.length, cycles, elapsed });
  if (leaks.some(({ known }) => known === null || known.leak)) throw new LeakError(text, leaks);
  process.emitWarning(text, { type: 'KnownLeakWarning', code: 'ERR_GC_TRACKER_KNOWN_LEAK' });
}

let loaded;

/**
 * What a pass does not need; with it an explanation loads nothing more. Adapters call this before any test, which may
 * replace the timers that the modules take when they are loaded, or have its runner load modules anew, which then would not
 * know our handles; and a test that has timed out may be explained when its runner loads nothing any more.
 */
function explainer() {
  if (loaded === undefined) {
    loaded = { ...require('./examine.js'), ...require('./leak-report.js') };
    require('../util/inspector.js').prepareInspector();
  }
  return loaded;
}

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
      // The running job's registers and the WeakRefs it used pin their targets: let it end.
      await macrotask();
      if (performance.now() - start > timeoutMs) break;
    }
    collectNow();
    cycle++;
    alive = uncollected(alive);
  }
  return { alive, cycles: cycle };
}

/** Of a tracking that was given up nobody knows, nor wants to. */
function uncollected(handles) {
  return handles.filter((tracked) => !tracked.collected && !isGivenUp(tracked));
}

function checkHandles(tracked) {
  const handles = Array.isArray(tracked) ? tracked : [tracked];
  for (const one of handles) {
    if (one instanceof Tracked) {
      if (!isGivenUp(one)) continue;
      const message = `tracking ${one.id} was given up: nobody knows whether its target is collected`;
      throw codedError('ERR_GC_TRACKER_UNTRACKED', message);
    }
    throw argumentError(
      'ERR_GC_TRACKER_INVALID_HANDLE',
      `pass what trackGC(target) returned, or an array of it, not ${quote(one)}`,
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
