'use strict';

// Heap snapshots drawn by hand, small enough to know every number that a command prints of them.

const NODE_TYPES = [
  'hidden',
  'array',
  'string',
  'sliced string',
  'object',
  'code',
  'closure',
  'synthetic',
  'native',
];
const EDGE_TYPES = ['context', 'element', 'property', 'internal', 'hidden', 'shortcut', 'weak'];
const BY_INDEX = new Set(['element', 'hidden']);

const META = {
  node_fields: ['type', 'name', 'id', 'self_size', 'edge_count', 'detachedness'],
  node_types: [NODE_TYPES, 'string', 'number', 'number', 'number', 'number'],
  edge_fields: ['type', 'name_or_index', 'to_node'],
  edge_types: [EDGE_TYPES, 'string_or_number', 'node'],
  location_fields: ['object_index', 'script_id', 'line', 'column'],
};

/**
 * The text of a snapshot. `nodes` is an object by id: [type, name, size, edges, place], the root first, where
 * edges is a list of [type, name, id] and place is [script, line, column], from 0.
 */
function draw(nodes) {
  const ids = Object.keys(nodes).map(Number);
  const stride = META.node_fields.length;
  const strings = [];
  const string = (text) => {
    if (!strings.includes(text)) strings.push(text);
    return strings.indexOf(text);
  };
  const rows = { nodes: [], edges: [], locations: [] };
  for (const id of ids) {
    const [type, name, size, edges = [], place] = nodes[id];
    if (place !== undefined) rows.locations.push(rows.nodes.length, ...place);
    rows.nodes.push(NODE_TYPES.indexOf(type), string(name), id, size, edges.length, 0);
    for (const [kind, label, target] of edges) {
      const named = BY_INDEX.has(kind) ? label : string(label);
      rows.edges.push(EDGE_TYPES.indexOf(kind), named, ids.indexOf(target) * stride);
    }
  }
  const counts = { node_count: ids.length, edge_count: rows.edges.length / 3, trace_function_count: 0 };
  return JSON.stringify({ snapshot: { meta: META, ...counts }, ...rows, strings });
}

/** A store with two sessions in a Map, the functions behind them, and an object that is held weakly. */
function sessionStore(count = 2) {
  const nodes = {
    1: [
      'synthetic',
      '',
      0,
      [
        ['element', 1, 3],
        ['shortcut', '2', 5],
      ],
    ],
    3: ['synthetic', '(GC roots)', 0, [['element', 0, 21]]],
    5: ['object', 'global', 1000, [['property', 'store', 7]]],
    7: [
      'object',
      'Store',
      24,
      [
        ['property', 'sessions', 9],
        ['property', 'two words', 13],
        ['weak', '3', 15],
      ],
    ],
    9: ['object', 'Map', 32, [['internal', 'table', 11]]],
    11: ['array', '', 2000, []],
    13: ['closure', 'handler', 64, [['internal', 'shared', 17]], [7, 20, 2]],
    15: ['object', 'Forgotten', 40, []],
    17: ['code', 'handler', 80, [['internal', 'script', 19]]],
    19: ['code', '/app/lib/store.js', 90, []],
    21: ['synthetic', '(Stack roots)', 0, []],
  };
  for (let index = 0; index < count; index++) {
    // As in V8, new objects have higher ids, all of them odd.
    const [session, text, key] = [101, 103, 105].map((id) => id + 6 * index);
    nodes[11][3].push(['internal', String(5 + 3 * index), key], ['internal', String(6 + 3 * index), session]);
    nodes[session] = ['object', 'Session', 56, [['property', 'text', text]], [7, 13, 4]];
    nodes[text] = ['string', 'x'.repeat(10), 1000 * (index + 1), []];
    nodes[key] = ['string', `user-${index}`, 24, []];
  }
  return draw(nodes);
}

module.exports = { draw, sessionStore };
