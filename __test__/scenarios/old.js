'use strict';

// Targets that outlived GCs and then died are reported after a full GC that nobody announced: the
// old sentinel saw it, again and again.

const { trackGC } = require('../..');
const { assert, each, gc, run, settle, until } = require('./support.js');

let held = [];

run(async () => {
  for (let round = 0; round < 6; round++) {
    let reported = 0;
    held = each(3000, (i) => ({ i }));
    held.forEach((target) => trackGC(target, () => reported++));
    for (let cycle = 0; cycle < 4; cycle++) {
      gc();
      await settle();
    }
    assert.strictEqual(reported, 0);
    held = [];
    gc();
    await until(
      () => reported >= 2990,
      `the targets of round ${round}`,
      process.versions.bun ? gc : undefined,
    );
  }
});
