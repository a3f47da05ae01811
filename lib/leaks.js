'use strict';

// Why targets are alive: one snapshot for all of them. What it has no strong path to was a matter of time, and is no
// leak. Snapshots are taken one at a time: each stops the process, and needs a multiple of its heap.

const { fingerprint } = require('./explain/fingerprint.js');
const { readPath } = require('./explain/index.js');
const { knownRetainer } = require('./known.js');
const { View } = require('./explain/view.js');
const { Inspector } = require('./inspector.js');
const { snapshotWith } = require('./probe.js');
const { stackOf } = require('./track.js');

/** Ways to a target that are looked at: the first one that does not lead over a mere local variable counts. */
const WAYS = 8;
/** What a WeakRef was made of, or has given out, lives until its job ends: a matter of time. */
const JOB = 'weak_refs_keep_during_job';

/** Of a step by its kind, and the step behind it. */
const HINTS = {
  suspended: ({ what, note }, next) =>
    `held only by ${next?.label ?? 'a local variable'} of ${what}, which has not ended${note === null ? '' : `: it ${note}`}`,
  stack: ({ note, what }) => `held only by ${note ?? what}`,
  'own callback': () =>
    'its own trackGC callback closes over it: pass a function that does not use the target',
};

let last = Promise.resolve();

/** Resolves with the leaks among the targets of `handles`; see LeakError for what a leak has. */
async function examine(handles, { explain, knownRetainers }) {
  if (!explain) return handles.map((tracked) => leakOf(tracked, null, [], null));
  const turn = last.then(() => explained(handles, knownRetainers));
  const settled = () => {};
  last = turn.then(settled, settled);
  return turn;
}

/** A leak that cannot be explained is one nevertheless. */
async function explained(handles, knownRetainers) {
  let inspector;
  try {
    inspector = new Inspector();
    return await examineAlone(handles, inspector, knownRetainers);
  } catch (error) {
    const hint = `not explained: ${error.message}`;
    return handles.filter((tracked) => !tracked.collected).map((tracked) => leakOf(tracked, null, [], hint));
  } finally {
    await inspector?.close();
  }
}

async function examineAlone(handles, inspector, knownRetainers) {
  const { snapshot, ids } = await snapshotWith(handles);
  try {
    const view = new View(snapshot, inspector);
    const targets = new Set(ids.values());
    const leaks = [];
    for (const tracked of handles) {
      // The snapshot's own GCs are the strongest.
      if (tracked.collected) continue;
      const id = ids.get(tracked);
      if (id === undefined)
        leaks.push(leakOf(tracked, null, [], 'not explained: the heap snapshot does not show it'));
      else {
        const steps = await bestPath(view, id, targets);
        if (steps !== null) {
          leaks.push(leakOf(tracked, await view.node(id), steps, hintOf(steps), knownRetainers));
        }
      }
    }
    return leaks;
  } finally {
    snapshot.dispose();
  }
}

/** The steps that say most, or null if no strong path leads to the node. */
async function bestPath(view, id, targets) {
  const [shortest, ...others] = (await view.retainingPaths(id, WAYS)).filter(isStrong);
  if (shortest === undefined) return null;
  const paths = [shortest, ...others.filter((path) => !isDetour(path))];
  let best = null;
  for (const path of paths.sort((a, b) => isSuspended(a) - isSuspended(b) || compare(a, b))) {
    const steps = await readPath(view, path, targets);
    if (!steps.some(isLocal)) return steps;
    best ??= steps;
  }
  return best;
}

/**
 * The shorter path first. Of equal ones V8's order would decide, which is another one in each run; and Node.js's list of
 * timers says less than a module does.
 */
function compare(a, b) {
  const viaTimers = ({ steps }) => steps.some(({ node }) => node.name === 'TimersList');
  const text = ({ steps }) => steps.map(({ edge, node }) => `${edge.name} ${node.name}`).join(' ');
  return a.steps.length - b.steps.length || viaTimers(a) - viaTimers(b) || (text(a) < text(b) ? -1 : 1);
}

function isStrong({ steps }) {
  return !steps.some(({ edge }) => edge.type === 'internal' && edge.name === JOB);
}

/** Whether a path differs from another only in V8's own list of the elements or properties that it goes through. */
function isDetour({ steps }) {
  return steps.some(
    ({ edge, node }) =>
      (edge.type === 'internal' && (edge.name === 'elements' || edge.name === 'properties')) ||
      node.name === 'system / PropertyArray',
  );
}

function leakOf(tracked, node, steps, hint, knownRetainers = []) {
  return {
    trackingId: tracked.id,
    label: tracked.label,
    className: node?.className ?? null,
    id: node?.id ?? null,
    shallowSize: node?.shallowSize ?? null,
    retainedSize: node?.retainedSize ?? null,
    path: markSuspects(steps),
    stack: stackOf(tracked) ?? null,
    hint,
    fingerprint: node === null ? null : fingerprint(steps),
    known: knownRetainer(steps, knownRetainers),
  };
}

function isSuspended({ steps }) {
  return steps.some(({ edge }) => edge.name === 'parameters_and_registers');
}

/** Whether a step is a local variable, the stack or a handle of native code: what another way says more than. */
function isLocal({ kind }) {
  return kind in HINTS;
}

/** In words, what the author of a test is surprised by most often. */
function hintOf(steps) {
  const index = steps.findLastIndex(isLocal);
  return index < 0 ? null : HINTS[steps[index].kind](steps[index], steps[index + 1]);
}

/** Suspects are the references between the last step that is surely needed and the first that surely leaked. */
function markSuspects(steps) {
  const leaked = steps.findIndex(({ status }) => status === 'leaked');
  const end = leaked < 0 ? steps.length - 1 : leaked;
  const needed = steps.slice(0, end).findLastIndex(({ status }) => status === 'needed');
  return steps.map((step, index) => ({ ...step, suspect: index > needed && index <= end }));
}

module.exports = { examine };
