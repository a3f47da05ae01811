'use strict';

// A minor GC is enough for a target that died young.

const { trackGC, forceGC } = require('../..');
const { each, run, until } = require('./support.js');

run(async () => {
  let reported = 0;
  const track = () => each(100, () => trackGC({}, () => reported++));
  track();
  await until(
    () => reported >= 90,
    'callbacks after minor GCs',
    () => forceGC({ minor: true }),
  );
});
