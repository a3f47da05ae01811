'use strict';

// node twice.js BASE CURRENT: two snapshots of one process, between which objects come and go.

const v8 = require('node:v8');

class Leaky {
  constructor(number) {
    this.number = number;
    this.data = new Array(20).fill(number);
  }
}

const kept = [];
globalThis.kept = kept;

function add(count, text) {
  for (let i = 0; i < count; i++) kept.push(new Leaky(i), { a: i, b: `${text}${i}` });
}

add(500, 'x');
v8.writeHeapSnapshot(process.argv[2]);
kept.splice(0, 300);
add(700, 'y');
v8.writeHeapSnapshot(process.argv[3]);
