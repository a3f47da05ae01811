'use strict';

// The comparison with the oracle sees what it is to see: a single number that is off by one.

const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { test } = require('node:test');
const { classDifferences } = require('./classes.js');
const { describe, differences, names, readColumns, writeColumns } = require('./columns.js');
const { labels } = require('./labels.js');
const { synthetic } = require('./synthetic.js');

const columnsOf = (count) => ({
  id: Uint32Array.from({ length: count }, (_, row) => 2 * row + 1),
  shallowSize: Float64Array.from({ length: count }, (_, row) => row),
  retainedSize: Float64Array.from({ length: count }, (_, row) => row * 2 ** 40),
  distance: Int32Array.from({ length: count }, (_, row) => row - 5),
  dominator: new Uint32Array(count).fill(1),
});

const classOf = (changes) => ({
  name: 'Widget',
  location: { scriptId: 1, line: 2, column: 3 },
  count: 1,
  shallowSize: 8,
  retainedSize: 16,
  distance: 4,
  ...changes,
});

test('equal columns have no differences', () => {
  assert.deepStrictEqual(differences(columnsOf(10), columnsOf(10)), []);
});

for (const column of names) {
  test(`one row of ${column} that is off by one is a difference`, () => {
    const actual = columnsOf(10);
    actual[column][7]++;
    assert.deepStrictEqual(differences(actual, columnsOf(10)), [{ column, count: 1, rows: [7] }]);
  });
}

test('columns of another length cannot be compared', () => {
  assert.throws(() => differences(columnsOf(9), columnsOf(10)), /9 rows instead of 10/);
});

test('columns come back from a file as they were written', () => {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'gc-tracker-columns-')), 'columns');
  try {
    writeColumns(file, columnsOf(11));
    assert.deepStrictEqual(readColumns(file), columnsOf(11));
    fs.appendFileSync(file, 'x');
    assert.throws(() => readColumns(file), /11 nodes take/);
  } finally {
    fs.rmSync(path.dirname(file), { recursive: true });
  }
});

test('a difference names the node and what refers to it', () => {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'gc-tracker-labels-')), 'snapshot');
  try {
    fs.writeFileSync(file, synthetic(1));
    const { nodes, snapshot } = JSON.parse(synthetic(1));
    const { node_fields: fields } = snapshot.meta;
    const id = nodes[fields.length + fields.indexOf('id')];
    const actual = columnsOf(10);
    actual.distance[1] = 100;
    const [difference] = differences(actual, columnsOf(10));
    const text = describe(difference, actual, columnsOf(10), labels(file));
    assert.match(text, new RegExp(`distance of 1 nodes:\\n.*@${id} size .* <- .*: 100 instead of -4$`, 's'));
  } finally {
    fs.rmSync(path.dirname(file), { recursive: true });
  }
});

test('equal classes have no differences, in any order', () => {
  const others = [classOf({ location: null }), classOf({ name: 'Other' })];
  assert.deepStrictEqual(classDifferences([classOf(), ...others], [...others, classOf()]), []);
});

for (const column of ['count', 'shallowSize', 'retainedSize', 'distance']) {
  test(`a class's ${column} that is off by one is a difference`, () => {
    const expected = classOf();
    const lines = classDifferences([classOf({ [column]: expected[column] + 1 })], [expected]);
    assert.strictEqual(lines.length, 1);
    assert.ok(
      lines[0].includes(`${column} ${expected[column] + 1} instead of ${expected[column]}`),
      lines[0],
    );
  });
}

test('a class that is missing, and one at another place, are differences', () => {
  const elsewhere = classOf({ location: { scriptId: 1, line: 2, column: 4 } });
  assert.deepStrictEqual(classDifferences([elsewhere], [classOf()]), [
    'class ["Widget",1,2,3] is missing',
    'class ["Widget",1,2,4] is one too many',
  ]);
});

test('a class that is there twice cannot be compared', () => {
  assert.throws(() => classDifferences([classOf(), classOf()], [classOf()]), /is there twice/);
});
