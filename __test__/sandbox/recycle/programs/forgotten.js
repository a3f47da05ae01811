'use strict';

// A front that nobody refers to is collected with its instance, though it was never disposed of.

const { trackGC } = require('../../../..');
const { recycle } = require('../../../../lib/sandbox/recycle/recycler.js');
const { plain, run, untilCollected } = require('./support.js');

async function forget() {
  const front = recycle(plain, { maxCalls: 3, maxHeapBytes: 1e9, maxAge: 3_600_000 });
  for (let call = 0; call < 10; call++) await front.call(() => {});
  const exports = await front.call((exports) => trackGC(exports, undefined, { label: 'exports' }));
  return [trackGC(front, undefined, { label: 'front' }), exports];
}

run(async () => untilCollected(...(await forget())));
