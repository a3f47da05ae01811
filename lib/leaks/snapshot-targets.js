'use strict';

// Takes a heap snapshot of this process and finds given targets in it: a probe, an object of a class of its own, refers to
// each target by a WeakRef. That adds no strong edge once the job that created the WeakRef is over.

const { setTimeout } = require('node:timers/promises');
const { takeHeapSnapshot } = require('../heap/index.js');
const { targetOf } = require('../tracking/index.js');

/** A property that distinguishes the probes of this copy of the module from those of other copies. */
const token = Math.random().toString(36).slice(2);

class GcTrackerProbe {
  constructor() {
    this[token] = this;
  }
}

/**
 * Resolves with { snapshot, ids }: node ids by handle, without those whose targets were collected. Ids last while
 * the caller has an inspector's session open; the snapshot is the caller's to dispose of.
 */
async function snapshotWith(handles) {
  const probe = new GcTrackerProbe();
  // A separate function, so that no register of this one holds a target.
  handles.forEach((tracked, index) => {
    aim(probe, index, tracked);
  });
  // Deno runs immediates within one native call, whose handles pin what `targetOf` has returned.
  await setTimeout(1);
  const snapshot = await takeHeapSnapshot({ keepIds: true });
  try {
    return { snapshot, ids: await find(snapshot, handles) };
  } catch (error) {
    snapshot.dispose();
    throw error;
  }
}

function aim(probe, index, tracked) {
  const target = targetOf(tracked);
  if (target !== undefined) probe[index] = new WeakRef(target);
}

async function find(snapshot, handles) {
  const ids = new Map();
  for (const { id } of await snapshot.find({ className: GcTrackerProbe.name })) {
    const edges = await snapshot.edges(id);
    if (!edges.some(({ edge }) => edge.name === token)) continue;
    for (const { edge, node } of edges) {
      if (edge.type !== 'element') continue;
      const target = (await snapshot.edges(node.id)).find(({ edge }) => edge.name === 'target');
      if (target !== undefined) ids.set(handles[edge.name], target.node.id);
    }
  }
  return ids;
}

module.exports = { snapshotWith };
