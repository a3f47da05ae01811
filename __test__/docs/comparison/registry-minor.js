'use strict';

// What a FinalizationRegistry watches outlives minor GCs on Node.js 20 to 24; what is tracked does not.

const process = require('node:process');
const { forceGC, trackGC } = require('gc-tracker');
const { assert, each, run } = require('../../scenarios/support.js');

const COUNT = 1000;
const isOld = Number.parseInt(process.versions.node, 10) < 26;

run(async () => {
  let reported = 0;
  const registry = new FinalizationRegistry(() => reported++);
  each(COUNT, () => registry.register({}, undefined));
  const handles = each(COUNT, () => trackGC({}));
  await forceGC({ minor: true, cycles: 3 });
  // A register may pin one.
  assert.ok(handles.filter((tracked) => tracked.collected).length >= COUNT - 1);
  assert.ok(isOld ? reported === 0 : reported >= COUNT - 1, `${reported} were reported`);
});
