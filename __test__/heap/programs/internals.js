'use strict';

// A snapshot with V8's internals and the numbers' values exposed, streamed: many more nodes, and hidden
// edges in other places.

const fs = require('node:fs');
const { pipeline } = require('node:stream/promises');
const v8 = require('node:v8');

class Point {
  constructor(x, y) {
    this.x = x;
    this.y = y;
  }
}

globalThis.kept = {
  points: Array.from({ length: 1000 }, (_, index) => new Point(index, index / 3)),
  map: new Map([[{ key: true }, new WeakMap()]]),
  closures: Array.from({ length: 100 }, (_, index) => () => index),
};

const snapshot = v8.getHeapSnapshot({ exposeInternals: true, exposeNumericValues: true });
pipeline(snapshot, fs.createWriteStream(process.argv[2]));
