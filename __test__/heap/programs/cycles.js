'use strict';

// A seeded random graph of 30,000 objects in large and small cycles, entered from several roots: where
// dominators are far from the nearest retainer.

const v8 = require('node:v8');

// A linear congruential generator: the same graph at each run.
let state = 42;
function random(bound) {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * bound);
}

class Vertex {
  constructor(id) {
    this.id = id;
    this.edges = [];
  }
}

function graph(size, degree, span) {
  const vertices = Array.from({ length: size }, (_, id) => new Vertex(id));
  for (const vertex of vertices) {
    for (let count = random(degree * 2); count > 0; count--) {
      vertex.edges.push(vertices[(vertex.id + 1 + random(span)) % size]);
    }
    vertex.parent = vertices[vertex.id >> 1];
  }
  return vertices;
}

const dense = graph(10_000, 3, 10_000);
const local = graph(20_000, 2, 20);
globalThis.kept = [dense[17], dense[4711], local[3]];
globalThis.bridge = { from: local[12_345], to: dense[1] };
dense[9].foreign = local[19_000];

v8.writeHeapSnapshot(process.argv[2]);
