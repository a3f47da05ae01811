'use strict';

// Changes a real heap snapshot by its structure, so that it stays one that can be read, or nearly: ids, counts, indices, names,
// types, cycles, ropes. `mutate(snapshot, seed)` changes it in place, the same way for the same seed.

/** Names that mean something to the analyzer or to paths. */
const NAMES = [
  '',
  '(GC roots)',
  '(Global handles)',
  '(Handle scope)',
  '(Stack roots)',
  '(Strong roots)',
  '(map descriptors)',
  '(object properties)',
  '(object elements)',
  '(concatenated string)',
  '(sliced string)',
  'Object',
  'Array',
  'Map',
  'Set',
  'WeakMap',
  'Promise',
  'Timeout',
  'EventEmitter',
  'Listener',
  'AsyncContextFrame',
  'Worker',
  'Module',
  'Detached Window',
  'Window / http://x',
  'global',
  'system / Context',
  'system / Map',
  'system / Script / file:///a.js',
  'system / NativeContext',
  'system / JSProxy',
  'system / Generator',
  'native_bind',
  'first',
  'second',
  'parent',
  'table',
  'context',
  'scope_info',
  'shared',
  'script',
  'name',
  'map',
  'prototype',
  '__proto__',
  'constructor',
  'previous',
  'bound_function',
  'bound_this',
  'bound_argument_0',
  'properties',
  'elements',
  'value',
  'length',
  'hash',
  'truncated',
  'true',
  'exports',
  'children',
  '_events',
  '_idlePrev',
  '_idleNext',
  'reactions_or_result',
  'fulfill_handler',
  'reject_handler',
  'promise_or_capability',
  '1 / part of key (A @1) -> value (B @3) pair in WeakMap (table @5)',
  '2 / part of key (A @99999) -> value (B @99999) pair in WeakMap (table @1)',
  '\u001b[31m\u202e\n\u0000',
  '\ud800',
  'x'.repeat(5000),
];
const NUMBERS = [0, 1, 2, 3, 255, 1024, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];

/** Random numbers of a seed (mulberry32). */
function randomOf(seed) {
  let state = seed >>> 0;
  return (bound) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
}

/** The arrays of a snapshot by field. */
class Editor {
  constructor(snapshot, below) {
    const { meta } = snapshot.snapshot;
    this.snapshot = snapshot;
    this.below = below;
    this.width = meta.node_fields.length;
    this.field = Object.fromEntries(meta.node_fields.map((name, index) => [name, index]));
    this.edgeWidth = meta.edge_fields.length;
    this.nodeTypes = meta.node_types[0];
    this.edgeTypes = meta.edge_types[0];
    this.count = snapshot.nodes.length / this.width;
    this.edgeCount = snapshot.edges.length / this.edgeWidth;
    this.starts = [];
    for (let node = 0, edge = 0; node < this.count; node++) {
      this.starts.push(edge);
      edge += this.get(node, 'edge_count');
    }
  }

  get(node, name) {
    return this.snapshot.nodes[node * this.width + this.field[name]];
  }

  set(node, name, value) {
    this.snapshot.nodes[node * this.width + this.field[name]] = value;
  }

  node() {
    return this.below(this.count);
  }

  string(text) {
    return this.snapshot.strings.push(text) - 1;
  }

  /** Sets an edge: its type, name and target. */
  edge(number, type, name, target) {
    const at = number * this.edgeWidth;
    this.snapshot.edges.splice(at, 3, Math.max(0, this.edgeTypes.indexOf(type)), name, target * this.width);
  }

  /** A node with at least so many edges. */
  parent(edges) {
    for (let tries = 0; tries < 100; tries++) {
      const node = this.node();
      if (this.get(node, 'edge_count') >= edges) return node;
    }
    return 0;
  }

  type(node, name) {
    const type = this.nodeTypes.indexOf(name);
    if (type >= 0) this.set(node, 'type', type);
  }
}

const pick = (below, list) => list[below(list.length)];

const MUTATIONS = {
  ids(editor, below) {
    const ways = [
      () => 1,
      (node) => editor.get(node - (node % 2), 'id'),
      () => pick(below, NUMBERS),
      () => editor.get(editor.node(), 'id'),
      (node) => 2 * (editor.count - node) + 1,
    ];
    const way = pick(below, ways);
    for (let node = 0; node < editor.count; node++) if (below(3) > 0) editor.set(node, 'id', way(node));
  },
  edgeCounts(editor, below) {
    for (let times = below(20); times >= 0; times--) {
      const [from, to] = [editor.parent(1), editor.node()];
      const moved = 1 + below(editor.get(from, 'edge_count') || 1);
      editor.set(from, 'edge_count', Math.max(0, editor.get(from, 'edge_count') - moved));
      editor.set(to, 'edge_count', editor.get(to, 'edge_count') + (from === to ? 0 : moved));
    }
  },
  allEdgesOfOneNode(editor) {
    const total = editor.edgeCount;
    const owner = editor.node();
    for (let node = 0; node < editor.count; node++)
      editor.set(node, 'edge_count', node === owner ? total : 0);
  },
  announced(editor, below) {
    const { snapshot } = editor.snapshot;
    snapshot[
      pick(below, ['node_count', 'edge_count', 'trace_function_count', 'root_index', 'extra_native_bytes'])
    ] = pick(below, [...NUMBERS, snapshot.node_count + 1]);
  },
  root(editor) {
    editor.snapshot.snapshot.root_index = editor.node() * editor.width;
  },
  targets(editor, below) {
    const { edges } = editor.snapshot;
    const fixed = editor.node() * editor.width;
    const isFixed = below(3) === 0;
    const share = 1 + below(50);
    for (let at = 2; at < edges.length; at += editor.edgeWidth)
      if (below(share) === 0) edges[at] = isFixed ? fixed : editor.node() * editor.width;
  },
  edgeTypes(editor, below) {
    const { edges } = editor.snapshot;
    const share = 1 + below(50);
    for (let at = 0; at < edges.length; at += editor.edgeWidth)
      if (below(share) === 0) edges[at] = below(editor.edgeTypes.length);
  },
  edgeNames(editor, below) {
    const { edges, strings } = editor.snapshot;
    const share = 1 + below(50);
    const names = [
      editor.string(pick(below, NAMES)),
      editor.string(pick(below, NAMES)),
      below(strings.length),
    ];
    for (let at = 1; at < edges.length; at += editor.edgeWidth)
      if (below(share) === 0) edges[at] = pick(below, names);
  },
  nodeTypes(editor, below) {
    const share = 1 + below(50);
    for (let node = 0; node < editor.count; node++)
      if (below(share) === 0) editor.set(node, 'type', below(editor.nodeTypes.length));
  },
  nodeNames(editor, below) {
    const share = 1 + below(50);
    const names = Array.from({ length: 1 + below(4) }, () => editor.string(pick(below, NAMES)));
    for (let node = 0; node < editor.count; node++)
      if (below(share) === 0) editor.set(node, 'name', pick(below, names));
  },
  strings(editor, below) {
    const { strings } = editor.snapshot;
    for (let times = 1 + below(20); times > 0; times--) {
      const text = below(2) === 0 ? pick(below, NAMES) : strings[below(strings.length)];
      strings[below(strings.length)] = text;
    }
  },
  sizes(editor, below) {
    const sizes = [0, 0, 1, 2 ** 32, 2 ** 53, 9223372036854775000];
    for (let node = 0; node < editor.count; node++)
      if (below(4) === 0) editor.set(node, 'self_size', pick(below, sizes));
  },
  detached(editor, below) {
    if (editor.field.detachedness === undefined) return;
    for (let node = 0; node < editor.count; node++)
      if (below(4) === 0) editor.set(node, 'detachedness', below(3));
  },
  locations(editor, below) {
    const { locations } = editor.snapshot;
    if (!Array.isArray(locations)) return;
    for (let times = below(40); times > 0; times--)
      locations.push(editor.node() * editor.width, below(5), below(9), below(9));
    for (let at = 1; at < locations.length; at += 4)
      if (below(5) === 0) locations[at + below(3)] = pick(below, NUMBERS);
  },
  /** A long chain, each node held by the one before only, and edges that lead back: deep dominators and cycles of them. */
  chain(editor, below) {
    const { edges } = editor.snapshot;
    const nodes = [];
    for (let node = 0; node < editor.count; node++) if (editor.get(node, 'edge_count') > 0) nodes.push(node);
    for (let index = 0; index + 1 < nodes.length; index++) {
      const first = editor.starts[nodes[index]];
      const count = editor.get(nodes[index], 'edge_count');
      for (let edge = first; edge < first + count; edge++) {
        const back = below(3) === 0 ? below(nodes.length) : index + 1;
        edges[edge * editor.edgeWidth + 2] = nodes[edge === first ? index + 1 : back] * editor.width;
      }
    }
  },
  /** Two nodes that hold each other, each with a way in: neither dominates the other. */
  twoEntries(editor) {
    const [one, other, in1, in2] = [editor.parent(1), editor.parent(1), editor.parent(1), editor.parent(1)];
    for (const [from, to] of [
      [one, other],
      [other, one],
      [in1, one],
      [in2, other],
    ])
      if (editor.get(from, 'edge_count') > 0) editor.edge(editor.starts[from], 'property', 0, to);
  },
  /** Ropes of ropes, with cycles. */
  ropes(editor, below) {
    const [first, second] = [editor.string('first'), editor.string('second')];
    const nodes = Array.from({ length: 2 + below(30) }, () => editor.parent(2));
    const isCyclic = below(2) === 0;
    for (const [index, node] of nodes.entries()) {
      if (editor.get(node, 'edge_count') < 2) continue;
      editor.type(node, 'concatenated string');
      const target = () => (isCyclic ? pick(below, nodes) : (nodes[index + 1] ?? editor.node()));
      editor.edge(editor.starts[node], 'internal', first, target());
      editor.edge(editor.starts[node] + 1, 'internal', second, target());
    }
  },
  /** References by which paths go on, in a circle: contexts, bound functions, promises, lists. */
  circle(editor, below) {
    const name = editor.string(pick(below, NAMES));
    const type = pick(below, ['internal', 'context', 'property', 'element', 'hidden', 'shortcut', 'weak']);
    const nodes = Array.from({ length: 1 + below(6) }, () => editor.parent(1));
    for (const [index, node] of nodes.entries()) {
      if (editor.get(node, 'edge_count') === 0) continue;
      if (below(3) === 0) editor.set(node, 'name', editor.string(pick(below, NAMES)));
      if (below(3) === 0) editor.set(node, 'type', below(editor.nodeTypes.length));
      editor.edge(editor.starts[node], type, name, nodes[(index + 1) % nodes.length]);
    }
  },
};

/** Changes a parsed snapshot. Returns the names of the mutations. */
function mutate(snapshot, seed) {
  const below = randomOf(seed);
  const names = Array.from({ length: 1 + below(4) }, () => pick(below, Object.keys(MUTATIONS)));
  for (const name of names) MUTATIONS[name](new Editor(snapshot, below), below);
  return names;
}

module.exports = { mutate };
