'use strict';

// What the programs share.

const { forceGC } = require('../../../..');

const BOUND_MS = 20_000;

/** Forces GCs until all of these trackings are of collected objects. */
async function untilCollected(...tracked) {
  const end = Date.now() + BOUND_MS;
  while (!tracked.every(({ collected }) => collected)) {
    const alive = tracked.filter(({ collected }) => !collected).map(({ label }) => label);
    if (Date.now() > end) throw new Error(`not collected: ${alive.join(', ')}`);
    await forceGC();
  }
}

/** A factory of sandboxes without a context. */
async function plain() {
  return { exports: { number: 1 }, wasmBytes: 65_536, dispose: async () => {} };
}

/** It ends with 0 if the work succeeds, with 1 if it fails, and with 9 if something keeps the process alive. */
function run(work) {
  setTimeout(() => process.exit(9), 2 * BOUND_MS).unref();
  work().catch((error) => {
    console.error(error);
    process.exitCode = 1;
  });
}

module.exports = { BOUND_MS, plain, run, untilCollected };
