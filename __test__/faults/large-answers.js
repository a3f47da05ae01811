'use strict';

// Answers that are longer than a string of V8 can be are refused by a code, and do not take gigabytes meanwhile.

const assert = require('node:assert');
const fs = require('node:fs');
const process = require('node:process');
const { openHeapSnapshot } = require('gc-tracker/heap');

const OBJECTS = 1_100_000;
const ALL = 4_294_967_295;
const NAME = 'C'.repeat(240);
const MAX_RSS_KB = 1_500_000;

const TYPES = [
  ['hidden', 'array', 'string', 'object', 'code', 'closure', 'regexp', 'number', 'native', 'synthetic'],
  'string',
  'number',
  'number',
  'number',
];
const meta = {
  node_fields: ['type', 'name', 'id', 'self_size', 'edge_count'],
  node_types: TYPES,
  edge_fields: ['type', 'name_or_index', 'to_node'],
  edge_types: [
    ['context', 'element', 'property', 'internal', 'hidden', 'shortcut', 'weak'],
    'string_or_number',
    'node',
  ],
  location_fields: [],
};

/** Writes a snapshot whose root holds all objects, all of one class. */
function write(file) {
  const out = fs.openSync(file, 'w');
  const list = (first, record) => {
    let text = first;
    for (let index = 0; index < OBJECTS; index++) {
      text += `,${record(index)}`;
      if (text.length > 1_000_000) {
        fs.writeSync(out, text);
        text = '';
      }
    }
    fs.writeSync(out, text);
  };
  // A second edge to the first object, so that both lists start with a record.
  const snapshot = { meta, node_count: OBJECTS + 1, edge_count: OBJECTS + 1 };
  list(`{"snapshot":${JSON.stringify(snapshot)},"nodes":[9,0,1,0,${OBJECTS + 1}`, (index) => [
    3,
    1,
    3 + 2 * index,
    16,
    0,
  ]);
  list('],"edges":[1,0,5', (index) => [1, index + 1, 5 * (index + 1)]);
  fs.writeSync(out, `],"strings":["",${JSON.stringify(NAME)}]}`);
  fs.closeSync(out);
}

async function main() {
  write('large.heapsnapshot');
  const snapshot = await openHeapSnapshot('large.heapsnapshot');
  const tooLarge = { code: 'ERR_GC_TRACKER_ANSWER_TOO_LARGE', message: /ask for less/ };
  await assert.rejects(snapshot.find({ className: NAME, top: ALL }), tooLarge);
  await assert.rejects(snapshot.edges(1), tooLarge);
  await assert.rejects(snapshot.dominated(1, { top: ALL }), tooLarge);

  // It is the answer that is too large, not the snapshot.
  assert.strictEqual((await snapshot.find({ className: NAME, top: 10 })).length, 10);
  assert.strictEqual((await snapshot.dominated(1, { top: 10 })).length, 10);
  assert.ok((await snapshot.dominatorTree({ top: ALL })).length > 1);
  assert.strictEqual((await snapshot.retainers(3)).length, 2);
  const { maxRSS } = process.resourceUsage();
  assert.ok(maxRSS < MAX_RSS_KB, `${maxRSS} kB`);
}

main();
