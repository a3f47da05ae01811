'use strict';

// Explains why targets are alive, with one snapshot for all of them. A target without a strong path is only waiting for a
// GC, and is no leak.

const { snapshotQueue } = require('../util/serial-queue.js');
const { View, bestPath, fingerprint, hintOf, knownRetainer, pathToContext } = require('../paths/index.js');
const { withCommon } = require('./known-retainers.js');
const { Inspector } = require('../util/inspector.js');
const { snapshotWith } = require('./snapshot-targets.js');
const { notExplained, unexplained } = require('./verdict.js');

/**
 * Resolves with the leaks among the targets of `handles`; see LeakError for what a leak has. `contexts` says that the targets
 * are the intrinsic Object.prototypes of vm contexts.
 */
async function examine(handles, { explain, knownRetainers, contexts = false }) {
  if (!explain) return handles.map((tracked) => unexplained(tracked, null));
  return snapshotQueue(() => explained(handles, { knownRetainers, contexts }));
}

/** A leak that cannot be explained is still reported. */
async function explained(handles, how) {
  let inspector;
  try {
    inspector = new Inspector();
    return await examineWith(handles, inspector, how);
  } catch (error) {
    const hint = notExplained(error);
    return handles.filter((tracked) => !tracked.collected).map((tracked) => unexplained(tracked, hint));
  } finally {
    await inspector?.close();
  }
}

async function examineWith(handles, inspector, { knownRetainers, contexts }) {
  const { snapshot, ids } = await snapshotWith(handles);
  try {
    const view = new View(snapshot, inspector);
    const targets = new Set(ids.values());
    const leaks = [];
    for (const tracked of handles) {
      // The GCs of the snapshot may have collected it.
      if (tracked.collected) continue;
      const id = ids.get(tracked);
      if (id === undefined)
        leaks.push(unexplained(tracked, 'not explained: the heap snapshot does not show it'));
      else {
        const steps = await (contexts ? pathToContext(view, id) : bestPath(view, id, targets));
        if (steps !== null) {
          leaks.push(leakOf(tracked, await view.node(id), steps, knownRetainers));
        }
      }
    }
    return leaks;
  } finally {
    snapshot.dispose();
  }
}

function leakOf(tracked, node, steps, knownRetainers) {
  const { className, id, shallowSize, retainedSize } = node;
  return {
    ...unexplained(tracked, hintOf(steps)),
    className,
    id,
    shallowSize,
    retainedSize,
    path: markSuspects(steps),
    fingerprint: fingerprint(steps),
    known: knownRetainer(steps, withCommon(knownRetainers)),
  };
}

/** Suspects are the references between the last step known to be needed and the first known to have leaked. */
function markSuspects(steps) {
  const leaked = steps.findIndex(({ status }) => status === 'leaked');
  const end = leaked < 0 ? steps.length - 1 : leaked;
  const needed = steps.slice(0, end).findLastIndex(({ status }) => status === 'needed');
  return steps.map((step, index) => ({ ...step, suspect: index > needed && index <= end }));
}

module.exports = { examine };
