'use strict';

// The scenario `total` at sizes from 10 k to 1 M: how the cost of one object grows with their number.

const total = require('./total.js');

function cases({ size, quick }) {
  const sizes = size !== undefined ? [size] : quick ? [10_000] : [10_000, 100_000, 1_000_000];
  return sizes.map((size) => ({ size, rounds: quick ? 2 : 5 }));
}

module.exports = {
  ...total,
  name: 'growth',
  title: 'register, collect and deliver by size',
  repetitions: 1,
  exact: true,
  cases,
};
