'use strict';

// A snapshot of this Node that is damaged in its structure (ids, counts, indices, names, cycles): every question and every command
// answers, or refuses by a code, soon and without much memory. One id for several nodes is harmless.

const assert = require('node:assert');
const fs = require('node:fs');
const v8 = require('node:v8');
const { openHeapSnapshot } = require('gc-tracker/heap');
const { hunt } = require('../../fuzz/structure/hunt.js');
const { commandLine } = require('./support/command.js');

const CHANGES = 6;
const LIMITS = { limitMs: 30_000, maxBytes: 1_500_000_000 };

/** Three nodes with one id, of which the root holds two. */
function sameIds() {
  const meta = {
    node_fields: ['type', 'name', 'id', 'self_size', 'edge_count'],
    node_types: [
      ['hidden', 'array', 'string', 'object', 'synthetic'],
      'string',
      'number',
      'number',
      'number',
    ],
    edge_fields: ['type', 'name_or_index', 'to_node'],
    edge_types: [['context', 'element', 'property'], 'string_or_number', 'node'],
    location_fields: [],
  };
  const snapshot = { meta, node_count: 3, edge_count: 2 };
  const nodes = [4, 0, 1, 0, 2, 3, 1, 1, 100, 0, 3, 1, 1, 100, 0];
  return { snapshot, nodes, edges: [1, 0, 5, 1, 1, 10], locations: [], strings: ['', 'A'] };
}

/** All nodes of a snapshot of this process with the id 1. */
function oneId(file) {
  const snapshot = JSON.parse(fs.readFileSync(file, 'utf8'));
  const { node_fields: fields } = snapshot.snapshot.meta;
  for (let at = fields.indexOf('id'); at < snapshot.nodes.length; at += fields.length) snapshot.nodes[at] = 1;
  return snapshot;
}

async function main() {
  const own = v8.writeHeapSnapshot('own.heapsnapshot');
  fs.writeFileSync('same.heapsnapshot', JSON.stringify(sameIds()));
  fs.writeFileSync('one.heapsnapshot', JSON.stringify(oneId(own)));
  for (const [file, name] of [
    ['same.heapsnapshot', 'A'],
    ['one.heapsnapshot', 'Object'],
  ]) {
    for (const line of [
      ['summary', file],
      ['find', file, name],
      ['explain', file, name, '--paths', '3'],
      ['diff', file, file],
      ['report', file, '-o', 'report.html'],
    ]) {
      const { status, stderr } = commandLine(...line);
      assert.strictEqual(status, 0, `${line.join(' ')}: ${stderr}`);
    }
    const snapshot = await openHeapSnapshot(file);
    const ids = (await snapshot.columns()).id;
    assert.strictEqual(new Set(ids).size, snapshot.nodeCount);
    snapshot.dispose();
  }
  assert.deepStrictEqual(await hunt({ folder: '.', file: own, from: 0, to: CHANGES, ...LIMITS }), []);
}

main();
