'use strict';

// The heap of a process in which an assertion is made: next to nothing, or the shops and services of
// bench/heap until V8 says that 500 MB are in use.

const { Random } = require('../heap/snapshots/random.js');
const { Services, makeSchemas } = require('../heap/snapshots/services.js');
const { Shop } = require('../heap/snapshots/shop.js');

const SEED = 20_240_229;
const USERS_OF_A_SHOP = 500;
const SIZES = { small: 0, large: 500e6 };

/** What is to be kept alive. */
function fillHeap(size, collect) {
  const random = new Random(SEED);
  const schemas = makeSchemas(random);
  const all = [];
  for (let first = 0; used(collect) < SIZES[size]; first += USERS_OF_A_SHOP) {
    all.push(new Shop(random, first, USERS_OF_A_SHOP), new Services(random, USERS_OF_A_SHOP, schemas));
  }
  return all;
}

/** A collection a question is dear; what is in use without one is more, and asked first. */
function used(collect) {
  const { heapUsed } = process.memoryUsage();
  if (heapUsed < 400e6) return heapUsed;
  collect();
  return process.memoryUsage().heapUsed;
}

module.exports = { SIZES, fillHeap };
