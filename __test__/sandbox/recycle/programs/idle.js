'use strict';

// A recycler that waits for calls, with all limits and a timer, does not keep the process alive.

const { recycle } = require('../../../../lib/sandbox/recycle/recycler.js');
const { plain, run } = require('./support.js');

run(async () => {
  const recycler = recycle(plain, {
    maxCalls: 100,
    maxWasmBytes: 1e9,
    maxHeapBytes: 1e9,
    maxAgeMs: 3_600_000,
  });
  process.on('exit', () => console.log(JSON.stringify(recycler.stats())));
  await recycler.call(() => {});
});
