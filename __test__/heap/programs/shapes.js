'use strict';

// Plain objects of many shapes: rare and frequent ones, prefixes of each other, with long and odd
// property names, with integer keys, in dictionary mode, from JSON and from literals.

const v8 = require('node:v8');

const shapes = [];
for (let index = 0; index < 3000; index++) {
  const object = { id: index };
  for (let bit = 0; bit < 6; bit++) if (index & (1 << bit)) object[`flag${bit}`] = bit;
  shapes.push(object);
}

const odd = [];
for (let index = 0; index < 50; index++) {
  odd.push({ '': index, 'with space': 1, '{': 2, ', ': 3, 'a.b': 4, 漢字: 5 });
  odd.push({ [index]: 'an index', 1: 'one', last: {} });
  odd.push({ [`${'long'.repeat(100)}${index}`]: index });
}

const deleted = [];
for (let index = 0; index < 100; index++) {
  const object = { a: 1, b: 2, c: { d: index } };
  delete object.a;
  deleted.push(object);
}

globalThis.kept = {
  shapes,
  odd,
  deleted,
  parsed: JSON.parse(JSON.stringify(shapes.slice(0, 1000))),
  frequent: Array.from({ length: 2000 }, (_, index) => ({ type: 'event', payload: { at: index, tags: [] } })),
  methods: Array.from({ length: 100 }, () => ({ constructor: 'not a class', toString() {} })),
  nullPrototype: Array.from({ length: 100 }, (_, index) => Object.assign(Object.create(null), { index })),
  empty: Array.from({ length: 100 }, () => ({})),
};

v8.writeHeapSnapshot(process.argv[2]);
