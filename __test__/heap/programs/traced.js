'use strict';

// A snapshot taken while the inspector records allocations: with trace functions, a trace tree and trace
// node ids, which the other snapshots leave empty. Not the inspector writes it: its chunks would allocate,
// and add trace functions after their number was written, which DevTools does not stand.

const { Session } = require('node:inspector');
const v8 = require('node:v8');

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

v8.writeHeapSnapshot(process.argv[2]);
session.disconnect();
