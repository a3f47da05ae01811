'use strict';

// Workers have states of their own, and may be terminated at any moment.

const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');
const { trackGC, forceGC, trackingStats } = require('../..');
const { assert, delay, each, run, until } = require('./support.js');

async function work() {
  let reported = 0;
  each(1000, () => trackGC({}, () => reported++, { label: 'inside' }));
  if (workerData === 'finish') {
    await until(
      () => reported === 1000,
      'the callbacks inside the worker',
      () => forceGC(),
    );
    parentPort.postMessage(trackingStats().labels.inside);
    return;
  }
  const kept = [];
  parentPort.postMessage('started');
  for (;;) {
    each(1000, () => trackGC({}, () => reported++));
    kept.push({});
    trackGC(kept.at(-1), () => reported++);
    await forceGC();
  }
}

async function main() {
  const kept = {};
  trackGC(kept, () => assert.fail('it is alive'), { label: 'main' });

  const worker = new Worker(__filename, { workerData: 'finish' });
  const counts = await new Promise((resolve, reject) =>
    worker.once('message', resolve).once('error', reject),
  );
  assert.deepStrictEqual(counts, { live: 0, collected: 1000, untracked: 0 });
  await worker.terminate();

  for (let i = 0; i < 8; i++) {
    const victim = new Worker(__filename, { workerData: 'run' });
    const failure = new Promise((_, reject) => victim.once('error', reject));
    await Promise.race([failure, new Promise((resolve) => victim.once('message', resolve))]);
    await Promise.race([failure, delay(i * 3)]);
    await victim.terminate();
  }

  let reported = 0;
  each(1000, () => trackGC({}, () => reported++, { label: 'main' }));
  await until(
    () => reported === 1000,
    'the callbacks of the main thread',
    () => forceGC(),
  );
  assert.deepStrictEqual(trackingStats().labels.main, { live: 1, collected: 1000, untracked: 0 });
  assert.ok(kept);
}

run(isMainThread ? main : work);
