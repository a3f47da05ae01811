'use strict';

// In the tick of a GC a FinalizationRegistry has said nothing, and a WeakRef that was made in this tick keeps its target
// alive. `tracked.collected` tells.

const { trackGC } = require('gc-tracker');
const { assert, each, gc, run, until } = require('../../scenarios/support.js');

run(async () => {
  let reported = 0;
  const registry = new FinalizationRegistry(() => reported++);
  const refs = each(10, () => new WeakRef({}));
  each(10, () => registry.register({}, undefined));
  const handles = each(10, () => trackGC({}));
  gc();
  gc();
  assert.strictEqual(reported, 0);
  assert.ok(refs.every((ref) => ref.deref() !== undefined));
  assert.ok(handles.every((tracked) => tracked.collected));
  await until(() => reported === 10, 'the registry has reported all');
});
