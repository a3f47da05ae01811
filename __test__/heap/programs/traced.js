'use strict';

// A snapshot from the inspector while allocations are recorded: with trace functions, a trace tree,
// samples and trace node ids, which the other snapshots leave empty.

const fs = require('node:fs');
const { Session } = require('node:inspector');

const session = new Session();
session.connect();
session.post('HeapProfiler.enable');
session.post('HeapProfiler.startTrackingHeapObjects', { trackAllocations: true });

function leaf(index) {
  return { index, text: `allocated at a known place ${index}` };
}
function branch(index) {
  return [leaf(index), leaf(-index), new Map([[index, leaf(index)]])];
}

globalThis.kept = Array.from({ length: 500 }, (_, index) => branch(index));

const file = fs.openSync(process.argv[2], 'w');
session.on('HeapProfiler.addHeapSnapshotChunk', ({ params }) => fs.writeSync(file, params.chunk));
session.post('HeapProfiler.stopTrackingHeapObjects', { reportProgress: false }, (error) => {
  if (error) throw error;
  fs.closeSync(file);
  session.disconnect();
});
