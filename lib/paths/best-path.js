'use strict';

// Of several retaining paths, the one that says most: the shortest, unless it leads over a local variable, the stack or the
// target's own callback and another one does not.

const { readPath } = require('./read-path.js');

/** Ways to a target that are looked at: the first one that does not lead over a mere local variable counts. */
const WAYS = 8;
/**
 * What a WeakRef was made of, or has given out, lives until its job ends: a matter of time. Node.js lists its native objects,
 * and V8 its strings, without keeping them.
 */
const WEAK = new Set(['weak_refs_keep_during_job', 'base_object_list']);
const LIST_OF_STRINGS = '(Internalized strings)';

/** Of a step by its kind, and the step behind it. */
const HINTS = {
  suspended: ({ what, note }, next) =>
    `held only by ${next?.label ?? 'a local variable'} of ${what}, which has not ended${note === null ? '' : `: it ${note}`}`,
  stack: ({ note, what }) => `held only by ${note ?? what}`,
  'own callback': () =>
    'its own trackGC callback closes over it: pass a function that does not use the target',
};

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
 * The shorter path first, but Node.js's list of timers says less than a module does. Of equal ones V8's order would decide,
 * which is another one in each run.
 */
function compare(a, b) {
  const viaTimers = ({ steps }) => steps.some(({ node }) => node.name === 'TimersList');
  const text = ({ steps }) => steps.map(({ edge, node }) => `${edge.name} ${nameText(node)}`).join(' ');
  return viaTimers(a) - viaTimers(b) || a.steps.length - b.steps.length || (text(a) < text(b) ? -1 : 1);
}

/** V8 calls a plain object by some of its properties. */
function nameText({ name }) {
  return name.startsWith('{') ? 'Object' : name;
}

function isStrong({ steps }) {
  return !steps.some(
    ({ edge, node }) => (edge.type === 'internal' && WEAK.has(edge.name)) || node.name === LIST_OF_STRINGS,
  );
}

/** Whether a path differs from another only in V8's own list of the elements or properties that it goes through. */
function isDetour({ steps }) {
  return steps.some(
    ({ edge, node }) =>
      (edge.type === 'internal' && (edge.name === 'elements' || edge.name === 'properties')) ||
      node.name === 'system / PropertyArray',
  );
}

/** Whether a path leads over a variable of a suspended function, other than what a growth check repeats. */
function isSuspended({ steps }) {
  return steps
    .slice(steps.findLastIndex(({ node }) => node.name === 'GrowthScenario') + 1)
    .some(({ edge }) => edge.name === 'parameters_and_registers');
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

module.exports = { bestPath, hintOf };
