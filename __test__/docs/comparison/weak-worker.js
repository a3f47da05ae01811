'use strict';

// weak-napi: when a worker thread ends in which a target is alive, the process crashes.

const { spawnSync } = require('node:child_process');
const process = require('node:process');
const { Worker } = require('node:worker_threads');
const { assert } = require('../../scenarios/support.js');

const codes = {
  weak: "globalThis.target = {}; require('weak-napi')(target, () => {});",
  tracked: "globalThis.target = {}; require('gc-tracker').trackGC(target, () => {});",
};

if (process.argv[2] !== undefined) {
  new Worker(codes[process.argv[2]], { eval: true }).on('exit', (code) => console.log('exit', code));
} else {
  const survives = (name) => {
    const { stdout, status } = spawnSync(process.execPath, [__filename, name], { encoding: 'utf8' });
    return status === 0 && stdout === 'exit 0\n';
  };
  assert.deepStrictEqual([survives('weak'), survives('tracked')], [false, true]);
}
