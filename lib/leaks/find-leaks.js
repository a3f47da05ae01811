'use strict';

// findLeaks: what went wrong with disposable and disposed targets, at any time, in production too. It forces
// no GC, and takes a snapshot only if it is to explain.

const { boolean, checkOptions, integer, notNegative } = require('../util/options.js');
const { LIMITS, handleOf, overdueTargets, takeEndedLeaks } = require('../tracking/index.js');

/** Each costs 10 ms of processor time or more, and one of a kind says what a hundred say. */
const EXAMINED = 100;

async function findLeaks(options) {
  const { explain, ...limits } = checkedOptions(options);
  const overdue = overdueTargets(limits);
  const notCollected = explain ? await explained(overdue) : overdue.map(({ entry }) => entry);
  // Last: they are told once, and an explanation may fail.
  const { notDisposed, collectedLate, dropped } = takeEndedLeaks();
  return { notDisposed, notCollected, collectedLate, dropped };
}

/**
 * Each with its leak, or null if only time keeps it, or none if it was not looked at; without what the snapshot's own GCs have
 * collected.
 */
async function explained(overdue) {
  if (overdue.length === 0) return [];
  const handles = overdue.map(({ record }) => handleOf(record));
  const examined = spread(handles);
  const leaks = await require('./examine.js').examine(examined, { explain: true, knownRetainers: [] });
  const byTracking = new Map(examined.map(({ id }) => [id, null]));
  for (const leak of leaks) byTracking.set(leak.trackingId, leak);
  return overdue
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

function checkedOptions(options) {
  const { fullGCs, delayMs } = LIMITS;
  const checks = { fullGCs: integer(1, 1000), delayMs: notNegative, explain: boolean };
  return { fullGCs, delayMs, explain: false, ...checkOptions(options, '{ explain: true }', checks) };
}

module.exports = { findLeaks };
