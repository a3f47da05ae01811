'use strict';

// The page's data for the map: the dominator tree as rows, each after its parent's. V8's internal lists (a Map's table, an
// object's elements, its roots) have no rows: what they retain counts for their owner.

const { edgeLabel, nodeText } = require('../paths/index.js');

const MAX_BRANCHES = 2500;
const INTERNAL_LIST = /^(?:array|hidden|object shape) /;
/** Types of edges whose names are shown. */
const NAMED_EDGES = new Set(['property', 'context', 'element']);

/**
 * Rows { parent, id, what, ref, kind, size, count }. A row is one node, or `count` nodes of a class that are too small for
 * rows of their own; then `id` is null.
 */
async function treemapRows(snapshot, redactor) {
  const branches = await snapshot.dominatorTree({ top: MAX_BRANCHES });
  const rows = [];
  /** For each branch, the index of its row, or of the row that it counts for. */
  const rowOf = [];
  const groups = new Map();
  for (const [index, { parent, node, edge, rest }] of branches.entries()) {
    const parentRow = parent === null ? null : rowOf[parent];
    const isInternal =
      parentRow !== null && (node.type === 'synthetic' || INTERNAL_LIST.test(nodeText(node)));
    rowOf[index] = isInternal ? parentRow : rows.length;
    if (!isInternal) rows.push(rowOfNode(redactor, parentRow, node, edge));
    for (const small of rest) addGroup(rows, groups, rowOf[index], small, redactor);
  }
  return rows;
}

/** Several internal lists of a node may each contain nodes of the same class: these become one row. */
function addGroup(rows, groups, parent, { className, count, retainedSize }, redactor) {
  const key = `${parent} ${className}`;
  const group = groups.get(key);
  if (group === undefined) {
    const row = rowOfMany(redactor, parent, className, count, retainedSize);
    groups.set(key, row);
    rows.push(row);
  } else {
    group.count += count;
    group.size += retainedSize;
  }
}

function rowOfNode(redactor, parent, node, edge) {
  const ref = edge !== null && NAMED_EDGES.has(edge.type) ? redactor.label(edgeLabel(edge)) : '';
  const { id, retainedSize: size } = node;
  const what = parent === null ? 'Heap' : redactor.node(node);
  return { parent, id, what, ref, kind: kindOf(node), size, count: 1 };
}

function rowOfMany(redactor, parent, className, count, size) {
  const what = className === null ? 'Other objects' : redactor.className(className);
  return { parent, id: null, what, ref: '', kind: kindOfClass(className), size, count };
}

/** The kind of a row, which decides its colour. */
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

module.exports = { treemapRows };
