'use strict';

// The heap of a process in which an assertion is made: next to nothing, or the shops and services of bench/heap until
// V8 says that 500 MB are in use.

const process = require('node:process');
const { shopMaker } = require('../heap/snapshots/shop-maker.js');

const USERS_OF_A_SHOP = 500;
const SIZES = { small: 0, large: 500e6 };

/** Returns what has to be kept alive. */
function fillHeap(size, collect) {
  const makeShop = shopMaker(USERS_OF_A_SHOP);
  const all = [];
  while (used(collect) < SIZES[size]) all.push(makeShop());
  return all;
}

/** Bytes in use. A GC for each answer would take long, so far below the goal garbage counts as well. */
function used(collect) {
  const { heapUsed } = process.memoryUsage();
  if (heapUsed < 400e6) return heapUsed;
  collect();
  return process.memoryUsage().heapUsed;
}

module.exports = { SIZES, fillHeap };
