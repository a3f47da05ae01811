'use strict';

// A snapshot from the inspector while allocations are recorded: with trace functions, a trace tree and
// trace node ids, which the other snapshots leave empty. The inspector's client is a worker: in this
// thread it would allocate, and be recorded, while the snapshot is written.

const fs = require('node:fs');
const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');

function leaf(index) {
  return { index, text: `allocated at a known place ${index}` };
}
function branch(index) {
  return [leaf(index), leaf(-index), new Map([[index, leaf(index)]])];
}

function main() {
  const worker = new Worker(__filename, { workerData: { out: process.argv[2] } });
  worker.once('message', () => {
    globalThis.kept = Array.from({ length: 500 }, (_, index) => branch(index));
    worker.postMessage('allocated');
  });
}

async function client() {
  const { Session } = require('node:inspector/promises');
  // A session does not keep its thread alive.
  const alive = setInterval(() => {}, 1000);
  const allocated = new Promise((resolve) => parentPort.once('message', resolve));
  const session = new Session();
  session.connectToMainThread();
  await session.post('HeapProfiler.enable');
  await session.post('HeapProfiler.startTrackingHeapObjects', { trackAllocations: true });
  parentPort.postMessage('tracking');
  await allocated;
  const file = fs.openSync(workerData.out, 'w');
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ params }) => fs.writeSync(file, params.chunk));
  await session.post('HeapProfiler.stopTrackingHeapObjects', { reportProgress: false });
  fs.closeSync(file);
  session.disconnect();
  clearInterval(alive);
}

if (isMainThread) main();
else client();
