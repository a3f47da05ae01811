'use strict';

// forceGC needs no flag and leaves no `gc` behind, neither in new contexts nor in new workers.

const vm = require('node:vm');
const { Worker } = require('node:worker_threads');
const { forceGC, trackGC, trackingStats } = require('../..');
const { assert, each, run } = require('./support.js');

run(async () => {
  assert.strictEqual(typeof globalThis.gc, 'undefined');
  assert.strictEqual(await forceGC(), undefined);
  await forceGC({ cycles: 2, minor: true });
  assert.strictEqual(typeof globalThis.gc, 'undefined');
  assert.strictEqual(vm.runInNewContext('typeof gc'), 'undefined');
  const worker = new Worker('require("worker_threads").parentPort.postMessage(typeof gc)', { eval: true });
  const type = await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
  assert.strictEqual(type, 'undefined');
  await worker.terminate();

  // When it resolves, what that GC collected has been reported.
  let reported = 0;
  const handles = each(10_000, () => trackGC({}, () => reported++));
  await forceGC({ cycles: 2 });
  assert.ok(reported >= 9_990, `${reported} of 10,000 callbacks had run`);
  assert.strictEqual(handles.filter((tracked) => tracked.collected).length, reported);
  assert.strictEqual(trackingStats().pending, 0);

  const bad = [null, 1, { cycles: 0 }, { cycles: 1.5 }, { cycles: '1' }, { cycles: Infinity }, { minor: 1 }];
  for (const options of bad) {
    await assert.rejects(forceGC(options), { name: 'TypeError', code: 'ERR_GC_TRACKER_INVALID_OPTIONS' });
  }
});
