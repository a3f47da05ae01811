'use strict';

// A call that lets a part of its instance out: the disposal is not proven, and the leak names who holds it. Prints
// { message, stats, freed } after the recycler has gone on.

const { once } = require('node:events');
const path = require('node:path');
const { createSandbox } = require('../../../../lib/sandbox/index.js');
const { recycle } = require('../../../../lib/sandbox/recycle/recycler.js');
const { run } = require('./support.js');

const cache = new Map();
const file = path.resolve(__dirname, '../../fixtures/leaky.js');

run(async () => {
  const recycler = recycle(() => createSandbox(file), {
    maxCalls: 1,
    disposal: { explain: true, timeoutMs: 200 },
  });
  const [leak, recycled] = [once(recycler, 'leak'), once(recycler, 'recycled')];
  await recycler.call((leaky) => void cache.set('thumbnail', new leaky.Image(8, 8)));
  const [{ code, message }] = await leak;
  const [{ freed }] = await recycled;
  const side = await recycler.call((leaky) => leaky.Image.blank(4).width());
  await recycler.dispose();
  console.log(JSON.stringify({ code, message, freed, side, stats: recycler.stats() }));
});
