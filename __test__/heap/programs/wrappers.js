'use strict';

// Objects that stand for another: proxies (nested, revoked), bound functions, partial applications,
// arguments objects, getters, iterators over iterators, structured clones.

const v8 = require('node:v8');

const target = { payload: new Array(100).fill('payload') };
const handler = { get: (object, key) => object[key] };
const revocable = Proxy.revocable({ gone: true }, handler);
revocable.revoke();

function bound(...values) {
  return [this, values];
}
// Sloppy mode: the arguments object shares its elements with the parameters.
const sloppy = new Function('first', 'second', 'return [arguments, () => first]');

let chain = bound;
for (let index = 0; index < 50; index++) chain = chain.bind({ index }, index, { argument: index });

let layers = new Proxy(target, handler);
for (let index = 0; index < 50; index++) layers = new Proxy(layers, { index });

const accessors = {};
for (let index = 0; index < 100; index++) {
  const hidden = { index };
  Object.defineProperty(accessors, `value${index}`, { get: () => hidden, configurable: index % 2 === 0 });
}

globalThis.kept = {
  chain,
  layers,
  revoked: revocable.proxy,
  callable: new Proxy(bound, {}),
  arguments: sloppy(target, { second: 2 }),
  accessors,
  iterators: [[1, {}, 3][Symbol.iterator](), 'text'[Symbol.iterator](), 'aXbX'.matchAll(/X/g)],
  cloned: structuredClone({ target, map: new Map([[1, { two: 2 }]]), error: new TypeError('cloned') }),
  frozen: Object.freeze({ sealed: Object.seal([Object.preventExtensions({})]) }),
};

v8.writeHeapSnapshot(process.argv[2]);
