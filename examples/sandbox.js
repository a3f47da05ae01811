'use strict';

// node examples/sandbox.js: 200 image operations with OpenCV whose Mats are never deleted, once as it is and once in
// a sandbox that is recycled every 50 calls, each in a process of its own.

const { fork } = require('node:child_process');
const { once } = require('node:events');
const path = require('node:path');
const process = require('node:process');
const { createSandbox, recycle, watchWasm } = require('gc-tracker/sandbox');
const { packages } = require('../__test__/sandbox/packages.js');

const OPERATIONS = 200;
/** In a program of yours it is '@techstark/opencv-js'. */
const openCV = path.join(packages(), 'opencv4');
const picture = Uint8Array.from({ length: 640 * 480 * 4 }, (_, i) => (i >> 4) ^ (i >> 11));

/** What a user writes who trusts that Mats are collected: they are 900 kB that stay in the module's memory. */
function countEdges(cv) {
  const source = cv.matFromImageData({ data: picture, width: 640, height: 480 });
  const gray = new cv.Mat();
  const smooth = new cv.Mat();
  const edges = new cv.Mat();
  cv.cvtColor(source, gray, cv.COLOR_RGBA2GRAY);
  cv.GaussianBlur(gray, smooth, new cv.Size(5, 5), 0);
  cv.Canny(smooth, edges, 50, 150);
  source.delete();
  return cv.countNonZero(edges);
}

const ways = {
  async plain() {
    const cv = require(openCV);
    // OpenCV 4 is a thenable that resolves with itself: `await` would never end.
    delete cv.then;
    await new Promise((resolve) => {
      cv.onRuntimeInitialized = resolve;
    });
    const watch = watchWasm(cv);
    await use(
      () => countEdges(cv),
      () => watch.bytes,
    );
  },
  async sandbox() {
    const recycler = recycle(() => createSandbox(openCV), { maxCalls: 50 });
    await use(
      () => recycler.call(countEdges),
      () => recycler.stats().wasmBytes,
    );
    await recycler.dispose();
  },
};

/** Tells the parent of every 20th operation: what the module has, and the whole process, in MB. */
async function use(operation, wasmBytes) {
  for (let done = 1; done <= OPERATIONS; done++) {
    await operation();
    if (done % 20 === 0) process.send([wasmBytes(), process.memoryUsage.rss()].map((size) => size / 1e6));
  }
}

async function run(way) {
  const rows = [];
  const child = fork(__filename, [way]);
  child.on('message', (row) => rows.push(row));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${way} ended with ${code}`);
  return rows;
}

async function main() {
  const plain = await run('plain');
  const sandbox = await run('sandbox');
  console.log(`${OPERATIONS} image operations whose Mats are never deleted, MB

                        plain             recycled sandbox
  operations     wasm  process RSS       wasm  process RSS`);
  plain.forEach((row, i) => {
    const cells = [20 * (i + 1), ...row, ...sandbox[i]].map((number) => number.toFixed(0));
    console.log(cells.map((cell, column) => cell.padStart([12, 9, 13, 11, 13][column])).join(''));
  });
}

const [, , way] = process.argv;
if (way === undefined) main();
else ways[way]().then(() => process.disconnect());
