'use strict';

// A home-made memoize, whose cache only a closure knows; its arguments are never twice the same.

function memoize(compute) {
  const cache = new Map();
  const memoized = (argument) => {
    if (!cache.has(argument)) cache.set(argument, compute(argument));
    return cache.get(argument);
  };
  memoized.clear = () => cache.clear();
  return memoized;
}

class Price {}

const priceOf = memoize(() => new Price());
let count = 0;

exports.priceOf = priceOf;
exports.leak = () => {
  priceOf(`?item=${count++}`);
};
exports.clean = () => {
  priceOf(`?item=${count++}`);
  priceOf.clear();
};
exports.growth = [
  {
    name: 'require cache cases/memoize.js › exports.priceOf › variable cache (Map)',
    className: 'Price',
    perLoop: 1,
  },
];
