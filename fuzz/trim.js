'use strict';

// A small part of a real heap snapshot, as a seed: nodes with a name, or an edge with one, that matches a
// regular expression, what holds them, what they hold, and the edges between all of these.
//
//   node fuzz/trim.js FILE EXPRESSION [NODES] > fuzz/seeds/NAME.heapsnapshot

const fs = require('node:fs');

const [file, expression, most = '60'] = process.argv.slice(2);
const matches = (name) => new RegExp(expression).test(name);
const snapshot = JSON.parse(fs.readFileSync(file, 'utf8'));
const { meta } = snapshot.snapshot;
const field = (name) => meta.node_fields.indexOf(name);
const width = meta.node_fields.length;
const edgeTypes = meta.edge_types[0];
const byIndex = (type) => ['element', 'hidden'].includes(edgeTypes[type]);

const count = snapshot.nodes.length / width;
const value = (node, name) => snapshot.nodes[node * width + field(name)];
const nameOf = (node) => snapshot.strings[value(node, 'name')];

const firstEdges = [0];
for (let node = 0; node < count; node++) firstEdges.push(firstEdges[node] + value(node, 'edge_count'));

/** The edges of a node: [type, name or index, target]. */
function edgesOf(node) {
  const edges = snapshot.edges.slice(3 * firstEdges[node], 3 * firstEdges[node + 1]);
  const each = Array.from({ length: edges.length / 3 }, (_, index) => edges.slice(3 * index, 3 * index + 3));
  return each.map(([type, name, to]) => [type, name, to / width]);
}

/** The node before each on a shortest path from the root. */
function parents() {
  const parent = new Map([[0, undefined]]);
  for (const node of parent.keys())
    for (const [, , to] of edgesOf(node)) if (!parent.has(to)) parent.set(to, node);
  return parent;
}

function choose() {
  const parent = parents();
  const leadsOn = ([type, name]) => !byIndex(type) && matches(snapshot.strings[name]);
  const wanted = [...parent.keys()].filter((node) => matches(nameOf(node)) || edgesOf(node).some(leadsOn));
  const chosen = new Set([0]);
  const rounds = [
    (node) => {
      for (let at = node; at !== undefined; at = parent.get(at)) chosen.add(at);
    },
    (node) => {
      for (const [, , to] of edgesOf(node)) if (chosen.size < Number(most)) chosen.add(to);
    },
  ];
  for (const round of rounds)
    for (const node of wanted) if (chosen.size < Number(most) * 0.7 || round === rounds[1]) round(node);
  return [...chosen].sort((a, b) => a - b);
}

const chosen = choose();
const rows = new Map(chosen.map((node, row) => [node, row]));
const strings = new Map();
const string = (index) => {
  if (!strings.has(index)) strings.set(index, strings.size);
  return strings.get(index);
};

const nodes = [];
const edges = [];
for (const node of chosen) {
  const kept = edgesOf(node).filter(([, , to]) => rows.has(to));
  const row = snapshot.nodes.slice(node * width, (node + 1) * width);
  row[field('name')] = string(row[field('name')]);
  row[field('edge_count')] = kept.length;
  nodes.push(...row);
  for (const [type, name, to] of kept) {
    edges.push(type, byIndex(type) ? name : string(name), rows.get(to) * width);
  }
}
const locations = [];
for (let at = 0; at < snapshot.locations.length; at += 4) {
  const [node, ...place] = snapshot.locations.slice(at, at + 4);
  if (rows.has(node / width)) locations.push(rows.get(node / width) * width, ...place);
}

process.stdout.write(
  JSON.stringify({
    snapshot: { ...snapshot.snapshot, node_count: chosen.length, edge_count: edges.length / 3 },
    nodes,
    edges,
    trace_function_infos: [],
    trace_tree: [],
    samples: [],
    locations,
    strings: [...strings.keys()].map((index) => snapshot.strings[index].slice(0, 300)),
  }),
);
