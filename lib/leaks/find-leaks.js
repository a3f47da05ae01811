'use strict';

// findLeaks: the leaks among disposable and disposed targets, at any time, also in production. It forces no GC, and takes a
// heap snapshot only for `explain`.

const process = require('node:process');
const { boolean, checkOptions, integer, notNegative } = require('../util/options.js');
const { printable } = require('../util/text.js');
const { explainer } = require('./assertions.js');
const { LIMITS, handleOf, uncollectedTargets, takeEndedLeaks } = require('../tracking/index.js');

/** Leaks that are explained. Each costs 10 ms of processor time or more, and many have the same cause. */
const MAX_EXPLAINED = 100;

async function findLeaks(options) {
  const { explain, ...limits } = checkedOptions(options);
  const alive = uncollectedTargets(limits);
  const uncollected = explain ? await explainedIfPossible(alive) : alive.map(({ entry }) => entry);
  // Last, since they are reported only once.
  const { notDisposed, collectedLate, dropped } = takeEndedLeaks();
  return { notDisposed, uncollected, collectedLate, dropped };
}

/** A failure to explain, of memory or the disk, takes no leak away: the entries are without `leak`. */
async function explainedIfPossible(alive) {
  try {
    return await explained(alive);
  } catch (error) {
    const text = printable(`the leaks could not be explained: ${error?.message}`);
    process.emitWarning(text, { type: 'FindLeaksWarning', code: 'ERR_GC_TRACKER_NOT_EXPLAINED' });
    return alive.map(({ entry }) => entry);
  }
}

/**
 * The entries, each with its `leak`: null if no strong path holds it, absent if it was not examined. Targets that the GCs of
 * the snapshot have collected are left out.
 */
async function explained(alive) {
  if (alive.length === 0) return [];
  const handles = alive.map(({ record }) => handleOf(record));
  const examined = spread(handles);
  const { examine } = explainer();
  const leaks = await examine(examined, { explain: true, knownRetainers: [] });
  const byTracking = new Map(examined.map(({ id }) => [id, null]));
  for (const leak of leaks) byTracking.set(leak.trackingId, leak);
  return alive
    .map(({ entry }) => (byTracking.has(entry.id) ? { ...entry, leak: byTracking.get(entry.id) } : entry))
    .filter((_entry, index) => !handles[index].collected);
}

/** At most MAX_EXPLAINED handles, evenly from all labels. */
function spread(handles) {
  if (handles.length <= MAX_EXPLAINED) return handles;
  const groups = [...groupBy(handles).values()];
  const chosen = [];
  for (let turn = 0; chosen.length < MAX_EXPLAINED; turn++) {
    chosen.push(...groups.filter((group) => turn < group.length).map((group) => group[turn]));
  }
  return chosen.slice(0, MAX_EXPLAINED);
}

function groupBy(handles) {
  const groups = new Map();
  for (const handle of handles) {
    const group = groups.get(handle.label);
    if (group === undefined) groups.set(handle.label, [handle]);
    else group.push(handle);
  }
  return groups;
}

function checkedOptions(options) {
  const { fullGCs, delayMs } = LIMITS;
  const checks = { fullGCs: integer(1, 1000), delayMs: notNegative, explain: boolean };
  return { fullGCs, delayMs, explain: false, ...checkOptions(options, '{ explain: true }', checks) };
}

module.exports = { findLeaks };
