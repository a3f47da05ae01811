'use strict';

// Prints how many times as long a snapshot takes once a script of 30,000 functions, 9 MB, is loaded:
// `node large-script.js`, with the argument `worker` in a worker.

const { performance } = require('node:perf_hooks');
const process = require('node:process');
const { runInThisContext } = require('node:vm');
const { Worker, isMainThread } = require('node:worker_threads');
const { takeHeapSnapshot } = require('gc-tracker/heap');

const FUNCTIONS = 30_000;

async function snapshotMs() {
  const start = performance.now();
  (await takeHeapSnapshot()).dispose();
  return performance.now() - start;
}

async function main() {
  const smallMs = await snapshotMs();
  const comment = `// ${'x'.repeat(26)}\n`.repeat(10);
  const functions = Array.from({ length: FUNCTIONS }, (_, index) => `function f${index}() {}\n${comment}`);
  const load = runInThisContext(`(function () { ${functions.join('')} return () => eval('f0'); })`);
  exports.kept = load();
  console.log((await snapshotMs()) / smallMs);
}

if (isMainThread && process.argv[2] === 'worker') new Worker(__filename);
else main();
