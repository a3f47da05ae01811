'use strict';

// A recycler that lives on holds nothing of its calls: no function, result, error nor async context, also not of those that began
// to make an instance.

const { AsyncLocalStorage } = require('node:async_hooks');
const { trackGC } = require('../../../..');
const { recycle } = require('../../../../lib/sandbox/recycle/recycler.js');
const { plain, run, untilCollected } = require('./support.js');

const storage = new AsyncLocalStorage();

function callWith(recycler, work) {
  const store = {};
  const tracked = [
    trackGC(store, undefined, { label: 'store' }),
    trackGC(work, undefined, { label: 'function' }),
  ];
  return storage
    .run(store, () => recycler.call(work))
    .then(
      (result) => [...tracked, trackGC(result, undefined, { label: 'result' })],
      (error) => [...tracked, trackGC(error, undefined, { label: 'error' })],
    );
}

/** The work is made here, so that no frame that waits refers to it. */
function callAll(recycler) {
  const fail = (error) => () => {
    throw error;
  };
  return Promise.all([
    callWith(recycler, () => ({})),
    callWith(recycler, async () => ({})),
    callWith(recycler, fail(new Error('no such table'))),
    callWith(recycler, fail(new WebAssembly.RuntimeError('unreachable'))),
    callWith(recycler, async () => ({})),
  ]);
}

run(async () => {
  const recycler = recycle(plain, { maxCalls: 2, maxHeapBytes: 1e9, maxAgeMs: 3_600_000 });
  await untilCollected(...(await callAll(recycler)).flat());
  await untilCollected(...(await callAll(recycler)).flat());
  const { calls, errors, crashes } = recycler.stats();
  if (calls !== 10 || errors !== 4 || crashes !== 2) throw new Error(JSON.stringify(recycler.stats()));
});
