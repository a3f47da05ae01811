'use strict';

// A callback that throws becomes an uncaught exception, once, and all the others still run.

const { trackGC } = require('../..');
const { assert, each, gc, run, settle, until } = require('./support.js');

run(async () => {
  const caught = [];
  process.on('uncaughtException', (error) => caught.push(error.message));
  const ran = new Array(5000).fill(0);
  each(ran.length, (i) =>
    trackGC({}, () => {
      ran[i]++;
      if (i % 50 === 0) throw new Error(`callback ${i}`);
    }),
  );
  await until(() => !ran.includes(0) && caught.length === 100, 'all callbacks and 100 exceptions', gc);
  await settle();
  assert.deepStrictEqual([...new Set(ran)], [1]);
  assert.strictEqual(new Set(caught).size, 100);
  assert.strictEqual(caught.length, 100);
});
