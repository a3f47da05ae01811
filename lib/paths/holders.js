'use strict';

// Finds where the memory of a heap accumulates. From the root we follow, down the dominator tree, every node that retains at
// least a twentieth of the heap. A node is a holder if it retains that much without its large children; so is the head of a
// list. It costs a few queries, since at most twenty such nodes are side by side.

const { nodeMatches } = require('./match.js');
const { read } = require('./retaining-paths.js');

const THRESHOLD = 0.05;
/** Children to query: all large ones are among them, and enough small ones to name their class. */
const CHILDREN = 100;
/** Lists of V8's own. */
const LISTS = /^(?:array|hidden) /;
/** A chain of this length, in which each node retains nearly as much as the one before, is a list. */
const LIST_LENGTH = 100;

/**
 * Up to `top` holders of `snapshot`, whose reachable heap is `total` bytes, as
 * [{ node, owner, heldSize, typical, path }]: `owner` is the object that a program knows, `heldSize` what the node retains
 * without its large children, `typical` a held node or null, `path` the retaining path, read up to the owner.
 */
async function holders(snapshot, view, total, top) {
  const [root] = await snapshot.find({ type: 'synthetic', top: 1 });
  if (root === undefined) return [];
  const found = [];
  const waiting = [{ node: root, chain: [] }];
  while (waiting.length > 0) {
    const { node, chain } = waiting.pop();
    const children = await snapshot.dominated(node.id, { top: CHILDREN });
    const large = children.filter(({ retainedSize }) => retainedSize >= THRESHOLD * total);
    const heldSize = large.reduce((rest, child) => rest - child.retainedSize, node.retainedSize);
    // The global object and V8's roots hold everything else in small pieces: they are no holders.
    if (heldSize >= THRESHOLD * total && node.distance !== 1 && node.type !== 'synthetic') {
      const small = children.filter((child) => !large.includes(child));
      found.push({ node, heldSize, typical: typical(small) });
    }
    if (chain.length === LIST_LENGTH) {
      const first = chain.find(({ className }) => className === node.className) ?? node;
      found.push({ node: first, heldSize: first.retainedSize, typical: node });
    } else {
      const next = large.length === 1 ? [...chain, node] : [];
      waiting.push(...large.map((child) => ({ node: child, chain: next })));
    }
  }
  found.sort((a, b) => b.heldSize - a.heldSize);
  const result = [];
  for (const holder of found.slice(0, top)) result.push(await withPath(view, holder));
  return result;
}

/** The largest node of the class that retains most. */
function typical(nodes) {
  const sizes = new Map();
  for (const { className, retainedSize } of nodes) {
    sizes.set(className, (sizes.get(className) ?? 0) + retainedSize);
  }
  const [largest] = [...sizes].sort(([, a], [, b]) => b - a);
  return nodes.find(({ className }) => className === largest[0]) ?? null;
}

/** The owner of a Map's hash table or an object's list of properties is the Map or the object. */
async function withPath(view, holder) {
  const [path = { distance: null, steps: [] }] = await view.retainingPaths(holder.node.id, 1);
  const known = path.steps.findLastIndex(({ node }) => !nodeMatches(LISTS, node));
  const end = path.steps[known]?.node.type === 'synthetic' ? path.steps.length - 1 : known;
  const readable = await read(view, { steps: path.steps.slice(0, end + 1) });
  return { ...holder, owner: path.steps[end]?.node ?? holder.node, path: { ...path, readable } };
}

module.exports = { holders };
