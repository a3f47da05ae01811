'use strict';

// Where the memory of a heap piles up. From the root we follow, down the dominator tree, every node that retains
// at least a twentieth of the heap. A node that retains much of which its large children account for little
// is a holder: the many small things below it are its own; and so is the head of a list. Costs a few
// questions, since a heap has at most twenty such nodes side by side.

const { readable } = require('../explain/readable.js');

const THRESHOLD = 0.05;
/** Children to ask for: all the large ones are among them, and enough of the small ones to tell what they are. */
const CHILDREN = 100;
/** As soon as each node of so long a chain retains nearly all that the one before does, it is a list. */
const LIST = 100;

/**
 * Up to `top` holders of `snapshot`, whose reachable heap is `total` bytes, as
 * [{ node, heldSize, typical, path, steps }]: `heldSize` is what is held beside other holders, `typical` one
 * of the nodes held, or null, `path` the retaining path; `owner` and `steps` are what a program knows of the node and
 * the path.
 */
async function holders(snapshot, total, top) {
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
  for (const holder of found.slice(0, top)) result.push(await withPath(snapshot, holder));
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

async function withPath(snapshot, holder) {
  const [path = { distance: null, steps: [] }] = await snapshot.retainingPath(holder.node.id);
  const steps = await readable(snapshot, path, new Map());
  return { ...holder, path, ...ownerOf(holder.node, steps) };
}

/** What a program sees of a node: of a Map's hash table or an object's list of properties, the Map or the object. */
function ownerOf(node, steps) {
  const end = steps.findLastIndex(
    ({ label, node }) => (node.type !== 'array' && node.type !== 'hidden') || !/^\{/.test(label),
  );
  return end < 0 ? { owner: node, steps } : { owner: steps[end].node, steps: steps.slice(0, end + 1) };
}

module.exports = { holders };
