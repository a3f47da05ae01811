'use strict';

// An array of 300,000 elements and an object with 20,000 properties: one node with very many edges, and
// one node that very many others point at.

const v8 = require('node:v8');

const center = { center: true };
const dictionary = {};
for (let index = 0; index < 20_000; index++) dictionary[`key ${index}`] = center;
const sparse = [];
sparse[1e6] = center;
sparse[4e9] = center;

globalThis.kept = {
  array: Array.from({ length: 300_000 }, (_, index) => (index % 10 === 0 ? [center] : center)),
  dictionary,
  sparse,
};

v8.writeHeapSnapshot(process.argv[2]);
