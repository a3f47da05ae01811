'use strict';

// Heap snapshots made by chance, from a seed: small graphs in which every rule of DevTools meets every
// other one. Real snapshots follow V8's habits; these have all types of nodes and edges anywhere, the
// names that rules look for, halves of WeakMap entries without their other half, DOM trees as in Chrome,
// cycles, and nodes that nothing reaches.

const nodeTypes = [
  ['hidden', 'array', 'string', 'object', 'code', 'closure', 'regexp', 'number', 'native'],
  ['synthetic', 'concatenated string', 'sliced string', 'symbol', 'bigint', 'object shape'],
].flat();
const edgeTypes = ['context', 'element', 'property', 'internal', 'hidden', 'shortcut', 'weak'];
const byNumber = new Set(['element', 'hidden']);

// Rarely needed types are rare, so that ordinary ones lie between them.
const nodeWeights = { object: 8, hidden: 5, array: 5, closure: 3, native: 4, string: 3, code: 2 };
const edgeWeights = { property: 6, internal: 6, element: 4, hidden: 3, context: 2, weak: 2, shortcut: 1 };

const nodeNames = {
  array: ['', '(map descriptors)', '(object elements)'],
  hidden: ['system / NativeContext', 'system / Map', 'system'],
  object: ['Object', 'Object', 'Widget', 'Map', 'WeakMap', '<div id="a">', 'Window / https://a.test'],
  native: ['system / ExternalStringData', 'system / ExternalStringData', 'system / NativeContext', 'Text'],
  synthetic: ['(GC roots)', '(Document DOM trees)', '(Strong roots)', '(Global handles)'],
  string: ['', 'text', 'long text', '漢字', '\ud83d'],
  'concatenated string': ['(concatenated string)'],
};
// In a page. DevTools puts 'Detached ' before names of detached trees, and no string's data is in one.
const domNames = ['<div id="a" class="b">', '<div>', 'Detached <span id="c">', 'Text'];
const otherNames = ['', 'system', 'a', 'b c'];
const edgeNames = ['map', 'sloppy_function_map', 'elements', '__proto__', 'context', '7'];
const propertyNames = ['a', 'b', 'c', 'next', '__proto__', 'with, comma', 'constructor', '1'];

const ROOTS = 5;

function generator(seed) {
  let state = seed >>> 0;
  const random = (bound) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
  const pick = (values) => values[random(values.length)];
  const weighted = (values, weights) =>
    pick(values.flatMap((value) => Array(weights[value] ?? 1).fill(value)));
  return { random, pick, weighted, chance: (percent) => random(100) < percent };
}

/** The nodes, as objects with their edges: { type, name, id, size, detachedness, edges }. */
function makeNodes(gen, count) {
  const nodes = [{ type: 'synthetic', name: '', id: 1, size: 0, detachedness: 0, edges: [] }];
  const page = gen.chance(50);
  const names = page ? { ...nodeNames, native: domNames } : nodeNames;
  let id = 1;
  while (nodes.length < count) {
    // Behind the root come V8's own roots.
    const type = nodes.length < ROOTS ? 'synthetic' : gen.weighted(nodeTypes, nodeWeights);
    id += 1 + gen.random(3);
    nodes.push({
      type,
      id,
      name: gen.pick(names[type] ?? otherNames),
      size: gen.chance(20) ? 0 : gen.random(gen.chance(5) ? 1e8 : 200),
      detachedness: page && gen.chance(10) ? gen.random(3) : 0,
      edges: [],
    });
  }
  return nodes;
}

function edgeName(gen, type) {
  if (byNumber.has(type)) return gen.random(12);
  return gen.pick(type === 'property' ? propertyNames : edgeNames);
}

function addEdge(gen, from, to, type = gen.weighted(edgeTypes, edgeWeights)) {
  // DevTools counts what the root refers to twice as two nodes, and stops at more than there are.
  if (from.id === 1 && from.edges.some((edge) => edge.to === to)) return;
  from.edges.push({ type, name: edgeName(gen, type), to });
}

// A WeakMap's entry: an edge from the table and one from the key. At times one is missing, one is there
// twice, or the named table is another node.
function addEntry(gen, nodes) {
  const others = nodes.slice(1);
  const [key, value, table] = [gen.pick(others), gen.pick(others), gen.pick(others)];
  const named = gen.chance(90) ? table : gen.pick(nodes);
  const pair = `(${key.name} @${key.id}) -> value (${value.name} @${value.id})`;
  const name = `part of key ${pair} pair in WeakMap (table @${named.id})`;
  const half = (from) => {
    const type = gen.chance(95) ? 'internal' : gen.pick(['property', 'weak']);
    from.edges.push({ type, name: `${1 + gen.random(9)} / ${name}`, to: value });
  };
  if (gen.chance(90)) half(table);
  if (gen.chance(90)) half(key);
  if (gen.chance(10)) half(gen.chance(50) ? key : table);
}

function connect(gen, nodes) {
  const [root] = nodes;
  const reached = gen.pick([80, 95, 100]);
  nodes.forEach((node, index) => {
    if (index === 0) return;
    // Most are reached from an earlier one, so that the graph is deep.
    if (gen.chance(reached)) addEdge(gen, nodes[gen.random(index)], node);
    while (gen.chance(55)) addEdge(gen, node, gen.pick(nodes));
    if (gen.chance(5)) addEdge(gen, node, node);
    if (gen.chance(10)) addEntry(gen, nodes);
  });
  for (let count = gen.random(4); count > 0; count--)
    addEdge(gen, root, gen.pick(nodes.slice(1)), 'shortcut');
  for (let count = 1 + gen.random(5); count > 0; count--)
    addEdge(gen, root, gen.pick(nodes.slice(1, gen.chance(70) ? ROOTS : undefined)), 'element');
}

/** The snapshot of `seed`, as the text of a file. */
function synthetic(seed) {
  const gen = generator(seed);
  const nodes = makeNodes(gen, 2 + gen.random(gen.chance(20) ? 400 : 60));
  connect(gen, nodes);

  const strings = new Map([['<dummy>', 0]]);
  const string = (text) => {
    if (!strings.has(text)) strings.set(text, strings.size);
    return strings.get(text);
  };
  // As V8 wrote them before Node 24, since then, and with a field that nobody knows yet.
  const fields = gen.pick([
    ['type', 'name', 'id', 'self_size', 'edge_count', 'trace_node_id', 'detachedness'],
    ['type', 'name', 'id', 'self_size', 'edge_count', 'detachedness'],
    ['type', 'name', 'id', 'self_size', 'edge_count'],
    ['type', 'unknown', 'name', 'id', 'self_size', 'edge_count', 'detachedness'],
  ]);
  const row = new Map(nodes.map((node, index) => [node, index]));
  const values = (node) => ({
    type: nodeTypes.indexOf(node.type),
    name: string(node.name),
    id: node.id,
    self_size: node.size,
    edge_count: node.edges.length,
    detachedness: node.detachedness,
  });
  const edges = nodes.flatMap((node) =>
    node.edges.flatMap(({ type, name, to }) => [
      edgeTypes.indexOf(type),
      typeof name === 'number' ? name : string(name),
      row.get(to) * fields.length,
    ]),
  );
  const located = nodes.filter(({ type }) => type === 'object' && gen.chance(40));
  const locations = located.flatMap((node) => [
    row.get(node) * fields.length,
    gen.random(3),
    gen.random(2),
    0,
  ]);
  const nodeRows = nodes.flatMap((node) => {
    const value = values(node);
    return fields.map((field) => value[field] ?? 0);
  });
  return JSON.stringify({
    snapshot: {
      meta: {
        node_fields: fields,
        node_types: fields.map((field) => (field === 'type' ? nodeTypes : 'number')),
        edge_fields: ['type', 'name_or_index', 'to_node'],
        edge_types: [edgeTypes, 'string_or_number', 'node'],
        location_fields: ['object_index', 'script_id', 'line', 'column'],
      },
      node_count: nodes.length,
      edge_count: edges.length / 3,
      trace_function_count: 0,
    },
    nodes: nodeRows,
    edges,
    locations,
    strings: [...strings.keys()],
  });
}

module.exports = { synthetic };
