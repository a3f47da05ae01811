'use strict';

// Retaining paths for the page: readable steps with sizes, long ones shortened, and of many objects those that are held
// in the same way once.

const { pathsTo, shorten, trail, pathKey, withSizes } = require('../paths/index.js');
const { placeText } = require('../util/stack.js');
const { cut } = require('../util/text.js');

const MOST_STEPS = 32;
const HEAD = 10;
const LONGEST_TRAIL = 200;

/** The path to a node as the page has it, or null. */
async function pathTo(view, veil, id) {
  const [path] = await pathsTo(view, id, 1);
  return path === undefined ? null : pageOfPath(view, veil, path.readable);
}

/** { trail, steps: [{ label, what, note, place, kind, id, size } | { skipped, what }] } */
async function pageOfPath(view, veil, readable) {
  const [root, ...steps] = await withSizes(view, readable);
  if (root === undefined) return { trail: '(GC root)', steps: [] };
  const first = asData(veil, root);
  const rest = shorten(steps, MOST_STEPS, HEAD).map((step) => asData(veil, step));
  const whole = [first, ...rest.filter(({ skipped }) => skipped === undefined)];
  const line = cut(trail(whole), LONGEST_TRAIL);
  return {
    trail: line,
    steps: [{ ...first, what: `(GC root) ${first.what}`, id: null, size: null }, ...rest],
  };
}

function asData(veil, step) {
  if (step.skipped !== undefined) return { skipped: step.skipped, what: veil.label(step.what) };
  const { kind, node, place, retainedSize } = step;
  return {
    ...veil.step(step),
    kind,
    id: node.type === 'synthetic' ? null : node.id,
    place: place === null ? null : veil.file(placeText({ file: place.file, line: place.line })),
    size: retainedSize,
  };
}

/**
 * In which ways nodes are held, the most frequent first, `most` at most:
 * [{ count, of, id, what, size, path }], where `path` is that of the largest node of the way, or null.
 */
async function waysOf(view, veil, nodes, most) {
  const ways = new Map();
  for (const node of nodes) {
    view.know(node);
    const [path] = await pathsTo(view, node.id, 1);
    const way = path === undefined ? 'none' : pathKey(path.readable);
    const known = ways.get(way);
    if (known === undefined) ways.set(way, { count: 1, node, path });
    else known.count++;
  }
  const found = [...ways.values()].sort((a, b) => b.count - a.count).slice(0, most);
  const result = [];
  for (const { count, node, path } of found) {
    const steps = path === undefined ? null : await pageOfPath(view, veil, path.readable);
    const { id, retainedSize: size } = node;
    result.push({ count, of: nodes.length, id, what: veil.node(node), size, path: steps });
  }
  return result;
}

module.exports = { pageOfPath, pathTo, waysOf };
