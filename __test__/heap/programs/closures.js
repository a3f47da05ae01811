'use strict';

// Closures and their contexts: shared, nested, holding more than they use, eval'd, and in loops.

const v8 = require('node:v8');

function counter() {
  let count = 0;
  const large = new Array(500).fill(count);
  return {
    increment: () => ++count,
    // Uses nothing of `large`, and yet holds it through the context that both closures share.
    read: () => count,
    peek: () => large.length,
  };
}

function nest(depth, held) {
  const level = { depth, held };
  if (depth === 0) return () => level;
  const inner = nest(depth - 1, level);
  return function outer() {
    return [level, inner()];
  };
}

function loop() {
  const made = [];
  for (let index = 0; index < 500; index++) made.push(() => index);
  return made;
}

// Direct eval makes a function keep all its variables, whether they are used or not.
const evaluated = new Function(`
  const hidden = { visible: 'to eval' };
  const unused = { never: 'read' };
  return [eval('() => hidden'), eval('var late = { declared: true }; () => late')];
`);

function withDefaults(first = { a: 1 }, second = () => first) {
  return () => [first, second];
}

globalThis.kept = [
  Array.from({ length: 50 }, counter),
  nest(100, null),
  loop(),
  evaluated(),
  withDefaults(),
  (function named() {
    return named;
  })(),
];

v8.writeHeapSnapshot(process.argv[2]);
