'use strict';

// What grows the heap is seen at the full GCs that V8 makes by itself; garbage is no growth. The calls that leak wait for
// nothing, so the recycler itself must leave V8 turns to tell of them.

const { setImmediate: macrotask } = require('node:timers/promises');
const { recycle } = require('../../../../lib/sandbox/recycle/recycler.js');
const { onGC } = require('../../../../lib/gc/observer.js');
const { BOUND_MS, plain, run } = require('./support.js');

const options = { maxHeapBytes: 30e6 };

/** 40 kB, made with ten times as much garbage. */
function allocate() {
  const pieces = Array.from({ length: 11 }, () => Array.from({ length: 5 }, () => new Array(1000).fill(1)));
  return pieces[0];
}

async function callUntil(isEnough, recycler, work) {
  const end = Date.now() + BOUND_MS;
  while (!isEnough()) {
    if (Date.now() > end) throw new Error(`not enough: ${JSON.stringify(recycler.stats())}`);
    await recycler.call(work);
  }
}

run(async () => {
  const clean = recycle(plain, options);
  let fullGCs = 0;
  const stop = onGC(({ kind }) => {
    if (kind === 'major') fullGCs++;
  });
  let kept = [];
  // It grows and shrinks again, so that V8 has reason for full GCs.
  await callUntil(
    () => fullGCs >= 3,
    clean,
    async () => {
      kept.push(allocate());
      if (kept.length === 250) kept = [];
      await macrotask();
    },
  );
  stop();
  if (clean.stats().recycles.heapBytes > 0) throw new Error('it was replaced for garbage');
  await clean.dispose();

  const leaked = [];
  const recycler = recycle(plain, options);
  recycler.on('recycled', () => leaked.splice(0));
  await callUntil(
    () => recycler.stats().recycles.heapBytes >= 2,
    recycler,
    () => void leaked.push(allocate()),
  );
  await recycler.dispose();
});
