'use strict';

// The heap of a worker, written by its parent: worker.getHeapSnapshot().

const fs = require('node:fs');
const { pipeline } = require('node:stream/promises');
const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');

class Job {
  constructor(id) {
    this.id = id;
    this.input = { memory: workerData.memory, id };
  }
}

async function main() {
  const memory = new SharedArrayBuffer(10_000);
  const worker = new Worker(__filename, { workerData: { memory, nested: [{ cloned: true }] } });
  await new Promise((resolve) => worker.once('message', resolve));
  await pipeline(await worker.getHeapSnapshot(), fs.createWriteStream(process.argv[2]));
  await worker.terminate();
}

function job() {
  globalThis.kept = Array.from({ length: 500 }, (_, id) => new Job(id));
  globalThis.channel = new MessageChannel();
  parentPort.on('message', () => {});
  parentPort.postMessage('ready');
}

if (isMainThread) main();
else job();
