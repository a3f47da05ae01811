'use strict';

// A front that waits for calls, with all limits and a timer, does not keep the process alive.

const { recycle } = require('../../../../lib/sandbox/recycle/recycler.js');
const { plain, run } = require('./support.js');

run(async () => {
  const front = recycle(plain, { maxCalls: 100, maxWasmBytes: 1e9, maxHeapBytes: 1e9, maxAge: 3_600_000 });
  process.on('exit', () => console.log(JSON.stringify(front.stats())));
  await front.call(() => {});
});
