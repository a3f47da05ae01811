'use strict';

// The retaining paths of a snapshot, as it has them and as they are read.

const { readPath } = require('./read-path.js');

/** In a file nothing is known to be leaked. */
const NOTHING = new Set();
/** V8 has two edges for many a reference, so that different paths may read the same. */
const TIMES = 3;

/** The readable steps of a path. */
function read(view, path) {
  return readPath(view, path, NOTHING);
}

/** Up to `most` paths to a node, as [{ distance, steps, readable }], which differ in what is read. */
async function pathsTo(view, id, most) {
  const paths = await view.retainingPaths(id, most === 1 ? 1 : most * TIMES);
  const ways = new Map();
  for (const path of paths) {
    const readable = await read(view, path);
    const way = readable.map(({ label, node }) => `${label} @${node.id}`).join('\n');
    if (!ways.has(way)) ways.set(way, { ...path, readable });
  }
  return [...ways.values()].slice(0, most);
}

/**
 * Readable steps with `retainedSize`, what each retains: to cut the path there would free that much. It is null where
 * the path does not depend on the step.
 */
async function withSizes(view, readable) {
  if (readable.length === 0) return [];
  const { id } = readable.at(-1).node;
  const alone = [await view.node(id), ...(await view.dominators(id))];
  const sizes = new Map(alone.map((node) => [node.id, node.retainedSize]));
  return readable.map((step) => ({ ...step, retainedSize: sizes.get(step.node.id) ?? null }));
}

/** A path as JSON has it: readable steps refer to the nodes of the others by their ids. */
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
