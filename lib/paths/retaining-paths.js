'use strict';

// The retaining paths of a snapshot, raw and readable.

const { readPath } = require('./read-path.js');

/** No target is known in the snapshot of a file. */
const NOTHING = new Set();
/** Raw paths to query for each readable one: V8 has two edges for many references, so different paths may read the same. */
const RAW_PATHS = 3;

/** The readable steps of a path. */
function read(view, path) {
  return readPath(view, path, NOTHING);
}

/** Up to `max` paths to a node, as [{ distance, steps, readable }], whose readable steps differ. */
async function pathsTo(view, id, max) {
  const paths = await view.retainingPaths(id, max === 1 ? 1 : max * RAW_PATHS);
  const distinct = new Map();
  for (const path of paths) {
    const readable = await read(view, path);
    const key = readable.map(({ label, node }) => `${label} @${node.id}`).join('\n');
    if (!distinct.has(key)) distinct.set(key, { ...path, readable });
  }
  return [...distinct.values()].slice(0, max);
}

/**
 * Readable steps with `retainedSize`: what cutting the path at this step would free. It is null if the node is also reachable
 * without the step.
 */
async function withSizes(view, readable) {
  if (readable.length === 0) return [];
  const { id } = readable.at(-1).node;
  const dominators = [await view.node(id), ...(await view.dominators(id))];
  const sizes = new Map(dominators.map((node) => [node.id, node.retainedSize]));
  return readable.map((step) => ({ ...step, retainedSize: sizes.get(step.node.id) ?? null }));
}

/** A path for JSON: its readable steps refer to the nodes of the raw steps by id. */
async function jsonOf(view, { readable, ...path }) {
  const steps = await withSizes(view, readable);
  return {
    ...path,
    readable: steps.map(({ label, what, kind, node, place, note, retainedSize }) => ({
      label,
      what,
      kind,
      id: node.id,
      place,
      note,
      retainedSize,
    })),
  };
}

module.exports = { jsonOf, pathsTo, read, withSizes };
