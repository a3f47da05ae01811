'use strict';

// The page's data on retaining paths: readable steps with sizes. Long paths are shortened. The paths of many objects are
// grouped.

const { pathsTo, shorten, trail, pathKey, withSizes } = require('../paths/index.js');
const { placeText } = require('../util/stack.js');
const { cut } = require('../util/text.js');

/** A longer path is shortened: its first steps are kept, and steps in the middle are left out. */
const MAX_STEPS = 32;
const HEAD_STEPS = 10;
const MAX_TRAIL_LENGTH = 200;

/** The data of the shortest path to a node, or null if there is none. */
async function pathDataTo(view, redactor, id) {
  const [path] = await pathsTo(view, id, 1);
  return path === undefined ? null : pathData(view, redactor, path.readable);
}

/** { trail, steps: [{ label, what, note, place, kind, id, size } | { skipped, what }] } */
async function pathData(view, redactor, readable) {
  const [root, ...steps] = await withSizes(view, readable);
  if (root === undefined) return { trail: '(GC root)', steps: [] };
  const first = stepData(redactor, root);
  const rest = shorten(steps, MAX_STEPS, HEAD_STEPS).map((step) => stepData(redactor, step));
  const allSteps = [first, ...rest.filter(({ skipped }) => skipped === undefined)];
  const line = cut(trail(allSteps), MAX_TRAIL_LENGTH);
  return {
    trail: line,
    steps: [{ ...first, what: `(GC root) ${first.what}`, id: null, size: null }, ...rest],
  };
}

function stepData(redactor, step) {
  if (step.skipped !== undefined) return { skipped: step.skipped, what: redactor.label(step.what) };
  const { kind, node, place, retainedSize } = step;
  return {
    ...redactor.step(step),
    kind,
    id: node.type === 'synthetic' ? null : node.id,
    place: place === null ? null : redactor.file(placeText({ file: place.file, line: place.line })),
    size: retainedSize,
  };
}

/**
 * Groups nodes by path: [{ count, of, id, what, size, path }], at most `maxGroups`, the largest group first. Paths are equal
 * if they differ only in keys, numbers, and objects of the same classes. `id`, `what`, `size` and `path` are those of the
 * group's first node; `path` is null if there is none.
 */
async function pathGroups(view, redactor, nodes, maxGroups) {
  const groups = new Map();
  for (const node of nodes) {
    view.know(node);
    const [path] = await pathsTo(view, node.id, 1);
    const key = path === undefined ? 'none' : pathKey(path.readable);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { count: 1, node, path });
    else group.count++;
  }
  const largest = [...groups.values()].sort((a, b) => b.count - a.count).slice(0, maxGroups);
  const result = [];
  for (const { count, node, path } of largest) {
    const steps = path === undefined ? null : await pathData(view, redactor, path.readable);
    const { id, retainedSize: size } = node;
    result.push({ count, of: nodes.length, id, what: redactor.node(node), size, path: steps });
  }
  return result;
}

module.exports = { pathData, pathDataTo, pathGroups };
