'use strict';

// Callbacks that are due when the program has nothing else to do run before it exits; those of
// targets that are alive do not run at all.

const { trackGC } = require('../..');
const { assert, each, gc, wipeStack } = require('./support.js');

const alive = [];
let reported = 0;
each(5000, (i) => {
  trackGC({ i }, () => reported++);
  alive.push({ i });
  trackGC(alive.at(-1), () => {
    console.error('an object that is alive was reported');
    process.exit(1);
  });
});
wipeStack();
gc();
process.on('exit', (code) => {
  assert.strictEqual(code, 0);
  assert.ok(reported >= 4990, `${reported} of 5000 callbacks had run at exit`);
  assert.strictEqual(alive.length, 5000);
});
