'use strict';

// A recycler that nobody refers to is collected with its instance, though it was never disposed of.

const { trackGC } = require('../../../..');
const { recycle } = require('../../../../lib/sandbox/recycle/recycler.js');
const { plain, run, untilCollected } = require('./support.js');

async function forget() {
  const recycler = recycle(plain, { maxCalls: 3, maxHeapBytes: 1e9, maxAgeMs: 3_600_000 });
  for (let call = 0; call < 10; call++) await recycler.call(() => {});
  const exports = await recycler.call((exports) => trackGC(exports, undefined, { label: 'exports' }));
  return [trackGC(recycler, undefined, { label: 'recycler' }), exports];
}

run(async () => untilCollected(...(await forget())));
