'use strict';

// Many callbacks do not stall the event loop: other macrotasks get their turn in between.

const { trackGC } = require('../..');
const { assert, each, gc, run, until } = require('./support.js');

const COUNT = 100_000;

run(async () => {
  let reported = 0;
  let sinceTurn = 0;
  let longest = 0;
  each(COUNT, () =>
    trackGC({}, () => {
      reported++;
      longest = Math.max(longest, ++sinceTurn);
    }),
  ).length = 0;
  const turn = () => {
    sinceTurn = 0;
    if (reported < COUNT) setImmediate(turn);
  };
  setImmediate(turn);
  await until(() => reported === COUNT, 'all callbacks', gc);
  assert.ok(longest <= 2 * 2048, `${longest} callbacks ran without another macrotask between them`);
});
