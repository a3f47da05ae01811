'use strict';

// Tracking holds no AsyncLocalStorage store, and callbacks run in none.

const { AsyncLocalStorage } = require('node:async_hooks');
const { trackGC, forceGC } = require('../..');
const { assert, each, gc, run, until } = require('./support.js');

run(async () => {
  const storage = new AsyncLocalStorage();
  const seen = [];
  let stores = 0;
  each(100, (i) =>
    storage.run({ request: i }, () => {
      trackGC(storage.getStore(), () => stores++);
      trackGC({}, () => seen.push(storage.getStore()));
    }),
  );
  // Bun scans its stack conservatively, which can pin the last ones.
  const expected = process.versions.bun ? 98 : 100;
  const done = () => stores >= expected && seen.length >= expected;
  await until(done, 'the collection of the stores', () => forceGC());

  // Whoever notices a collected target first does not lend its store to the callbacks.
  let noticed = 0;
  const handles = each(100, () =>
    trackGC({}, () => {
      noticed++;
      seen.push(storage.getStore());
    }),
  );
  gc();
  gc();
  storage.run({ request: 'other' }, () => handles.forEach((tracked) => tracked.collected));
  await until(() => noticed >= expected, 'the callbacks', gc);
  assert.deepStrictEqual(
    seen.filter((store) => store !== undefined),
    [],
  );
});
