'use strict';

// A retaining path made readable: an entry of a Map is one step that is called by its key and not two through
// V8's hash table, functions and classes say where they are written, and each node that dominates the last
// one says what it retains: to cut the path there would free that much.

const { edgeLabel, keyLabel } = require('./labels.js');
const { placeOf } = require('./places.js');

const STRINGS = new Set(['string', 'concatenated string', 'sliced string']);
const EPHEMERON = / \/ part of key \(.*\) -> value \(.*\) pair in WeakMap /s;
/** All entries are listed to find one key; of a table larger than this, the key is not worth it. */
const LARGEST_TABLE = 200_000;

/**
 * The steps of a path of `snapshot` as [{ label, node, place, retainedSize }], where place and retainedSize may
 * be null. `places` is a Map to be passed again for the same snapshot.
 */
async function readable(snapshot, path, places) {
  const retained = await retainedSizes(snapshot, path);
  const result = [];
  for (const { label, node } of await labelled(snapshot, path.steps)) {
    const place = wantsPlace(node) ? await placeOf(snapshot, node, places) : null;
    result.push({ label, node, place, retainedSize: retained.get(node.id) ?? null });
  }
  return result;
}

/** Functions, and async functions and generators that wait in the middle: what they hold is in their code. */
function wantsPlace({ type, name }) {
  return (
    type === 'closure' || (type === 'object' && /^(Async)?(Generator|Function)$|Function.*Object$/.test(name))
  );
}

async function retainedSizes(snapshot, { steps }) {
  if (steps.length === 0) return new Map();
  const { id } = steps.at(-1).node;
  const node = await snapshot.node(id);
  const dominators = await snapshot.dominators(id);
  return new Map([node, ...dominators].map((one) => [one.id, one.retainedSize]));
}

/** The steps as [{ label, node }], those through a hash table as one. */
async function labelled(snapshot, steps) {
  const result = [];
  for (let index = 0; index < steps.length; index++) {
    const [table, entry] = [steps[index], steps[index + 1]];
    if (isTable(table) && entry !== undefined && isEntry(entry)) {
      result.push({ label: await entryLabel(snapshot, table.node, entry.edge), node: entry.node });
      index++;
    } else {
      const label = EPHEMERON.test(table.edge.name) ? '{value in a WeakMap}' : edgeLabel(table.edge);
      result.push({ label, node: table.node });
    }
  }
  return result;
}

function isTable({ edge, node }) {
  return edge.type === 'internal' && edge.name === 'table' && node.type === 'array';
}

function isEntry({ edge }) {
  return edge.type === 'internal' && /^\d+$/.test(edge.name);
}

/** V8 lays an entry of a Map out as key, value, and the number of the next one, which is no edge. */
async function entryLabel(snapshot, table, { name }) {
  const { edgeCount } = await snapshot.node(table.id);
  if (edgeCount > LARGEST_TABLE) return '{entry}';
  const at = (index) => edges.find(({ edge }) => edge.name === String(index))?.node;
  const edges = await snapshot.edges(table.id);
  const key = at(Number(name) - 1);
  if (key === undefined) return at(Number(name) + 1) === undefined ? '{entry}' : '{key}';
  return STRINGS.has(key.type) ? keyLabel(key.name) : '{value}';
}

module.exports = { labelled, readable };
