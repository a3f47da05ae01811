'use strict';

// Tracking does not keep a process alive.

const { trackGC, trackingStats } = require('../..');
const { assert, each } = require('./support.js');

const alive = each(1000, (i) => ({ i }));
alive.forEach((target) => trackGC(target, () => {}));
const timer = setTimeout(() => {
  console.error('the process was still alive after 10 s');
  process.exit(1);
}, 10_000);
timer.unref();
process.on('exit', () => assert.strictEqual(trackingStats().live, alive.length));
