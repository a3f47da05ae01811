'use strict';

// The dominator tree for the map: rows, each after its parent's. V8's own lists (a Map's table, an object's elements, its
// roots) are no rows: what they retain is their owner's.

const { edgeLabel, nodeText } = require('../paths/index.js');

const BRANCHES = 2500;
const LISTS = /^(?:array|hidden|object shape) /;
/** How what a node holds is called by it. */
const NAMED = new Set(['property', 'context', 'element']);

/**
 * Rows { parent, id, what, ref, kind, size, count }: of one node, or of `count` nodes of a class that are too small for
 * rows of their own; `id` is null for these.
 */
async function treeOf(snapshot, veil) {
  const branches = await snapshot.dominatorTree({ top: BRANCHES });
  const rows = [];
  /** By branch, the row that it is, or that it is a part of. */
  const rowOf = [];
  const groups = new Map();
  for (const [index, { parent, node, edge, rest }] of branches.entries()) {
    const above = parent === null ? null : rowOf[parent];
    const isPart = above !== null && (node.type === 'synthetic' || LISTS.test(nodeText(node)));
    rowOf[index] = isPart ? above : rows.length;
    if (!isPart) rows.push(rowOfNode(veil, above, node, edge));
    for (const one of rest) addGroup(rows, groups, rowOf[index], one, veil);
  }
  return rows;
}

/** Of a node's lists each may have some of a class. */
function addGroup(rows, groups, parent, { className, count, retainedSize }, veil) {
  const key = `${parent} ${className}`;
  const known = groups.get(key);
  if (known === undefined) {
    const row = rowOfMany(veil, parent, className, count, retainedSize);
    groups.set(key, row);
    rows.push(row);
  } else {
    known.count += count;
    known.size += retainedSize;
  }
}

function rowOfNode(veil, parent, node, edge) {
  const ref = edge !== null && NAMED.has(edge.type) ? veil.label(edgeLabel(edge)) : '';
  const { id, retainedSize: size } = node;
  const what = parent === null ? 'Heap' : veil.node(node);
  return { parent, id, what, ref, kind: kindOf(node), size, count: 1 };
}

function rowOfMany(veil, parent, className, count, size) {
  const what = className === null ? 'Other objects' : veil.className(className);
  return { parent, id: null, what, ref: '', kind: kindOfClass(className), size, count };
}

/** What decides the colour. */
function kindOf({ type, name }) {
  if (type === 'synthetic') return 'root';
  if (type === 'closure') return 'function';
  if (type === 'code' || type === 'object shape') return 'code';
  if (type.endsWith('string')) return 'string';
  if (type === 'array' || type === 'hidden') return 'internal';
  if (type === 'native') return 'native';
  return /^system \/ /.test(name) ? 'scope' : 'object';
}

function kindOfClass(name) {
  if (name === null) return 'internal';
  const kinds = { '(string)': 'string', '(compiled code)': 'code', Function: 'function' };
  if (Object.hasOwn(kinds, name)) return kinds[name];
  if (/^\((?:concatenated|sliced) string\)$/.test(name)) return 'string';
  if (name.startsWith('(object shape)')) return 'code';
  if (name.startsWith('system / Context')) return 'scope';
  return /^\(|^system \//.test(name) ? 'internal' : 'object';
}

module.exports = { treeOf };
