'use strict';

// Chooses the most informative of several retaining paths: the shortest, but a path over a local variable, the stack or the
// target's own callback only if there is no other.

const { readPath } = require('./read-path.js');

/** Paths to a target that are examined. */
const MAX_PATHS = 8;
/**
 * Internal edges that keep nothing for long. The target of a WeakRef that was created or dereferenced lives until the job ends.
 * Node.js lists its native objects, and V8 its strings, without keeping them.
 */
const WEAK = new Set(['weak_refs_keep_during_job', 'base_object_list']);
const LIST_OF_STRINGS = '(Internalized strings)';

/** The hint for a step of each kind, given the step and the steps after it. */
const HINTS = {
  suspended: ({ what, note }, below) => {
    // A variable that holds the target itself is the fault; one that only leads to it may last as long as the test.
    const start = below.length > 1 ? 'the path begins at' : 'held only by';
    const name = below[0]?.label ?? 'a local variable';
    return `${start} ${name} of ${what}, which has not ended${note === null ? '' : `: it ${note}`}`;
  },
  callback: (_, below) =>
    below.length === 1 ? `held only by ${below[0].label}, which the assertion's own callback uses` : null,
  stack: ({ note, what }) => `held only by ${note ?? what}`,
  'own callback': () =>
    'its own trackGC callback closes over it: pass a function that does not use the target',
};

/**
 * The steps of the most informative path, or null if no strong path leads to the node. `onward` may replace the end of its raw
 * steps.
 */
async function bestPath(view, id, targets, onward = (steps) => steps) {
  const [shortest, ...others] = (await view.retainingPaths(id, MAX_PATHS)).filter(isStrong);
  if (shortest === undefined) return null;
  const paths = [shortest, ...others.filter((path) => !isDetour(path))];
  let best = null;
  for (const path of paths.sort((a, b) => isSuspended(a) - isSuspended(b) || compare(a, b))) {
    const steps = await readPath(view, { ...path, steps: onward(path.steps) }, targets);
    if (!steps.some(isLocal)) return steps;
    best ??= steps;
  }
  return best;
}

/**
 * The shorter path first, and paths over Node.js's list of timers last. Ties are broken by text, since V8's own order varies
 * between runs.
 */
function compare(a, b) {
  const viaTimers = ({ steps }) => steps.some(({ node }) => node.name === 'TimersList');
  const text = ({ steps }) => steps.map(({ edge, node }) => `${edge.name} ${nameText(node)}`).join(' ');
  return viaTimers(a) - viaTimers(b) || a.steps.length - b.steps.length || (text(a) < text(b) ? -1 : 1);
}

/** V8 names a plain object after some of its properties. */
function nameText({ name }) {
  return name.startsWith('{') ? 'Object' : name;
}

function isStrong({ steps }) {
  return !steps.some(
    ({ edge, node }) => (edge.type === 'internal' && WEAK.has(edge.name)) || node.name === LIST_OF_STRINGS,
  );
}

/** Whether a path leads over V8's own list of elements or properties: a shorter path does without it. */
function isDetour({ steps }) {
  return steps.some(
    ({ edge, node }) =>
      (edge.type === 'internal' && (edge.name === 'elements' || edge.name === 'properties')) ||
      node.name === 'system / PropertyArray',
  );
}

/** Whether a path leads over a variable of a suspended function behind the scenario of a growth check. */
function isSuspended({ steps }) {
  return steps
    .slice(steps.findLastIndex(({ node }) => node.name === 'GrowthScenario') + 1)
    .some(({ edge }) => edge.name === 'parameters_and_registers');
}

/** Whether a step is a local variable, the stack or a handle of native code: any other path is more informative. */
function isLocal({ kind }) {
  return kind in HINTS;
}

/** The hint for what surprises the author of a test most often, or null. */
function hintOf(steps) {
  const index = steps.findLastIndex(isLocal);
  return index < 0 ? null : HINTS[steps[index].kind](steps[index], steps.slice(index + 1));
}

module.exports = { bestPath, hintOf };
