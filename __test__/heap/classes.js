'use strict';

// What differs between two lists of classes: [{ name, location, count, shallowSize, retainedSize,
// distance }], in any order.

const columns = ['count', 'shallowSize', 'retainedSize', 'distance'];

const keyOf = ({ name, location }) =>
  location === null
    ? JSON.stringify([name])
    : JSON.stringify([name, location.scriptId, location.line, location.column]);

function byKey(list) {
  const map = new Map();
  for (const entry of list) {
    const key = keyOf(entry);
    if (map.has(key)) throw new Error(`the class ${key} is there twice`);
    map.set(key, entry);
  }
  return map;
}

/** A line a difference: a class that is missing, one too many, a number that is not the same. */
function classDifferences(actual, expected) {
  const lines = [];
  const left = byKey(actual);
  const right = byKey(expected);
  for (const [key, wanted] of right) {
    const got = left.get(key);
    if (got === undefined) {
      lines.push(`class ${key} is missing`);
      continue;
    }
    for (const column of columns) {
      if (got[column] !== wanted[column]) {
        lines.push(`class ${key}: ${column} ${got[column]} instead of ${wanted[column]}`);
      }
    }
  }
  for (const key of left.keys()) if (!right.has(key)) lines.push(`class ${key} is one too many`);
  return lines;
}

module.exports = { classDifferences };
