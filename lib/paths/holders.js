'use strict';

// Where the memory of a heap piles up. From the root we follow, down the dominator tree, every node that retains
// at least a twentieth of the heap. A node that retains much of which its large children account for little
// is a holder: the many small things below it are its own; and so is the head of a list. Costs a few
// questions, since a heap has at most twenty such nodes side by side.

const { nodeMatches } = require('./match.js');
const { read } = require('./retaining-paths.js');

const THRESHOLD = 0.05;
/** Children to ask for: all the large ones are among them, and enough of the small ones to tell what they are. */
const CHILDREN = 100;
/** Lists of V8's own. */
const LISTS = /^(?:array|hidden) /;
/** As soon as each node of so long a chain retains nearly all that the one before does, it is a list. */
const LIST = 100;

/**
 * Up to `top` holders of `snapshot`, whose reachable heap is `total` bytes, as
 * [{ node, owner, heldSize, typical, path }]: `owner` is what a program knows of the node, `heldSize` is what is held
 * beside other holders, `typical` one of the nodes held, or null, `path` the retaining path, read up to the owner.
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
    // What hangs in small pieces on the global object, or on V8's roots, is everything else.
    if (heldSize >= THRESHOLD * total && node.distance !== 1 && node.type !== 'synthetic') {
      const small = children.filter((child) => !large.includes(child));
      found.push({ node, heldSize, typical: typical(small) });
    }
    if (chain.length === LIST) {
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

/** The largest one of the class that has most of what the nodes retain. */
function typical(nodes) {
  const sizes = new Map();
  for (const { className, retainedSize } of nodes) {
    sizes.set(className, (sizes.get(className) ?? 0) + retainedSize);
  }
  const [most] = [...sizes].sort(([, a], [, b]) => b - a);
  return nodes.find(({ className }) => className === most[0]) ?? null;
}

/** What a program sees of a Map's hash table or an object's list of properties is the Map or the object. */
async function withPath(view, holder) {
  const [path = { distance: null, steps: [] }] = await view.retainingPaths(holder.node.id, 1);
  const known = path.steps.findLastIndex(({ node }) => !nodeMatches(LISTS, node));
  const end = path.steps[known]?.node.type === 'synthetic' ? path.steps.length - 1 : known;
  const readable = await read(view, { steps: path.steps.slice(0, end + 1) });
  return { ...holder, owner: path.steps[end]?.node ?? holder.node, path: { ...path, readable } };
}

module.exports = { holders };
