'use strict';

// weak-napi: a reference whose callback has run cannot be asked any more: the process crashes
// (node-ffi-napi/weak-napi, issue 9). Before that it can, in the tick of the GC too.

const { spawnSync } = require('node:child_process');
const process = require('node:process');
const { assert, each, gc, run, until } = require('../../scenarios/support.js');

async function ask() {
  const weak = require('weak-napi');
  let reported = false;
  const [ref] = each(2, () => weak({}, () => (reported = true)));
  gc();
  gc();
  assert.ok(weak.isDead(ref));
  await until(() => reported, 'the callback has run');
  console.log('asking');
  weak.isDead(ref);
  console.log('asked');
}

if (process.argv[2] === 'ask') {
  run(ask);
} else {
  const { stdout, status, signal } = spawnSync(process.execPath, [__filename, 'ask'], { encoding: 'utf8' });
  assert.strictEqual(stdout, 'asking\n');
  assert.ok(signal !== null || status !== 0, 'it has survived');
}
