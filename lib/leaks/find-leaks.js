'use strict';

// findLeaks: what went wrong with disposable and disposed targets, at any time, in production too. It forces
// no GC, and takes a snapshot only if it is to explain.

const { argumentError, quote } = require('../util/errors.js');
const { LIMITS, handleOf, uncollectedTargets, takeEndedLeaks } = require('../tracking/index.js');

/** Each costs 10 ms of processor time or more, and one of a kind says what a hundred say. */
const EXAMINED = 100;

async function findLeaks(options) {
  const { explain, ...limits } = checkOptions(options);
  const alive = uncollectedTargets(limits);
  const uncollected = explain ? await explained(alive) : alive.map(({ entry }) => entry);
  // Last: they are told once, and an explanation may fail.
  const { notDisposed, collectedLate, dropped } = takeEndedLeaks();
  return { notDisposed, uncollected, collectedLate, dropped };
}

/**
 * Each with its leak, or null if only time keeps it, or none if it was not looked at; without what the snapshot's own GCs have
 * collected.
 */
async function explained(alive) {
  if (alive.length === 0) return [];
  const handles = alive.map(({ record }) => handleOf(record));
  const examined = spread(handles);
  const leaks = await require('./examine.js').examine(examined, { explain: true, knownRetainers: [] });
  const byTracking = new Map(examined.map(({ id }) => [id, null]));
  for (const leak of leaks) byTracking.set(leak.trackingId, leak);
  return alive
    .map(({ entry }) => (byTracking.has(entry.id) ? { ...entry, leak: byTracking.get(entry.id) } : entry))
    .filter((_entry, index) => !handles[index].collected);
}

/** Not more than are examined, in turn of each label. */
function spread(handles) {
  if (handles.length <= EXAMINED) return handles;
  const groups = [...groupBy(handles).values()];
  const chosen = [];
  for (let turn = 0; chosen.length < EXAMINED; turn++) {
    chosen.push(...groups.filter((group) => turn < group.length).map((group) => group[turn]));
  }
  return chosen.slice(0, EXAMINED);
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

function checkOptions(options = {}) {
  if (typeof options !== 'object' || options === null) {
    throw invalid(`the options must be an object like { explain: true }, not ${quote(options)}`);
  }
  const { fullGCs = LIMITS.fullGCs, delayMs = LIMITS.delayMs, explain = false } = options;
  if (!Number.isInteger(fullGCs) || fullGCs < 1 || fullGCs > 1000) {
    throw invalid(`fullGCs must be an integer from 1 to 1000, not ${quote(fullGCs)}`);
  }
  if (typeof delayMs !== 'number' || !(delayMs >= 0)) {
    throw invalid(`delayMs must be a number of 0 or more, not ${quote(delayMs)}`);
  }
  if (typeof explain !== 'boolean') throw invalid(`explain must be true or false, not ${quote(explain)}`);
  return { fullGCs, delayMs, explain };
}

function invalid(message) {
  return argumentError('ERR_GC_TRACKER_INVALID_OPTIONS', message);
}

module.exports = { findLeaks };
