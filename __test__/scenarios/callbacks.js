'use strict';

// A callback runs once for each tracking, in a macrotask after the GC, and gets its handle.

const { trackGC, forceGC } = require('../..');
const { assert, each, gc, run, settle, until } = require('./support.js');

const COUNT = 5000;

run(async () => {
  const runs = new Array(COUNT).fill(0);
  const handles = each(COUNT, (i) =>
    trackGC({ i }, (tracked) => {
      assert.strictEqual(tracked, handles[i]);
      assert.ok(tracked.collected);
      runs[i]++;
    }),
  );
  let unnamed = 0;
  each(COUNT, () =>
    trackGC({}, (...received) => {
      assert.strictEqual(received.length, 1);
      assert.ok(received[0].collected && received[0].label === undefined);
      unnamed++;
    }),
  );
  const silent = each(COUNT, (i) => trackGC({ i }));
  const shared = each(1, () => {
    const target = {};
    const order = [];
    for (let i = 0; i < 10; i++) trackGC(target, () => order.push(i));
    return order;
  })[0];

  gc();
  assert.ok(!runs.includes(1), 'no callback runs before the job has ended');
  await Promise.resolve();
  assert.ok(!runs.includes(1), 'nor in a microtask');
  const all = () => !runs.includes(0) && unnamed === COUNT && shared.length === 10;
  await until(all, 'all callbacks', gc);
  await forceGC({ cycles: 3 });
  await settle();
  assert.deepStrictEqual([...new Set(runs)], [1]);
  assert.strictEqual(unnamed, COUNT);
  assert.deepStrictEqual([...shared].sort(), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  assert.ok(silent.every((tracked) => tracked.collected));
  assert.strictEqual(new Set(handles.map((tracked) => tracked.id)).size, COUNT);
});
