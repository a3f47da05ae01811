'use strict';

// Fills a heap with shops and services, the same ones in every run.

const { Random } = require('./random.js');
const { Services, makeSchemas } = require('./services.js');
const { Shop } = require('./shop.js');

const SEED = 20_240_229;

/** A function that returns one more shop of so many users, and its services, each time it is called. */
function shopMaker(users) {
  const random = new Random(SEED);
  const schemas = makeSchemas(random);
  let first = 0;
  return () => {
    const made = [new Shop(random, first, users), new Services(random, users, schemas)];
    first += users;
    return made;
  };
}

module.exports = { SEED, shopMaker };
