'use strict';

// Columns of an analyzed heap in a file, and what differs between two sets of them. Little-endian: the
// node count u32, then a column after the other, each with a row a node in the snapshot's order.

const fs = require('node:fs');

const layout = [
  ['id', Uint32Array],
  ['shallowSize', BigUint64Array],
  ['retainedSize', BigUint64Array],
  ['distance', Int32Array],
  ['dominator', Uint32Array],
];

/** The columns' names; sizes are in bytes, a dominator is a node id. */
const names = layout.map(([name]) => name);

function writeColumns(file, columns) {
  const parts = [Uint32Array.of(columns.id.length)];
  for (const [name, Type] of layout) {
    const column = columns[name];
    parts.push(Type === BigUint64Array ? BigUint64Array.from(column, BigInt) : Type.from(column));
  }
  const bytes = parts.map(({ buffer }) => Buffer.from(buffer));
  fs.writeFileSync(file, Buffer.concat(bytes));
}

function readColumns(file) {
  const bytes = fs.readFileSync(file);
  const count = bytes.readUInt32LE(0);
  const columns = {};
  let offset = 4;
  for (const [name, Type] of layout) {
    // A copy, since the column stands at any offset.
    const end = offset + count * Type.BYTES_PER_ELEMENT;
    const column = new Type(Uint8Array.prototype.slice.call(bytes, offset, end).buffer);
    columns[name] = Type === BigUint64Array ? Float64Array.from(column, Number) : column;
    offset = end;
  }
  if (offset !== bytes.length) {
    throw new Error(`'${file}' has ${bytes.length} bytes, but ${count} nodes take ${offset}`);
  }
  return columns;
}

/**
 * [{ column, count, rows }]: the columns that differ, in how many rows, and the first `limit` of those.
 * Both must have a row for each node of the same snapshot.
 */
function differences(actual, expected, limit = 5) {
  const found = [];
  for (const column of names) {
    const [left, right] = [actual[column], expected[column]];
    if (left.length !== right.length) {
      throw new Error(`${column}: ${left.length} rows instead of ${right.length}`);
    }
    const rows = [];
    let count = 0;
    for (let row = 0; row < right.length; row++) {
      if (left[row] === right[row]) continue;
      count++;
      if (rows.length < limit) rows.push(row);
    }
    if (count > 0) found.push({ column, count, rows });
  }
  return found;
}

/** A differing column as text; `label(row)` says which node a row is. */
function describe({ column, count, rows }, actual, expected, label) {
  const lines = rows.map((row) => {
    return `    ${label(row)}: ${actual[column][row]} instead of ${expected[column][row]}`;
  });
  return [`  ${column} of ${count} nodes:`, ...lines].join('\n');
}

module.exports = { names, writeColumns, readColumns, differences, describe };
