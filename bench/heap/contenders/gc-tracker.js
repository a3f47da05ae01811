'use strict';

// `gc-tracker.js FILE`: gc-tracker's full analysis: distances, dominators and retained sizes. Prints the
// number of nodes and the root's retained size.

const { openHeapSnapshot } = require('../../../lib/heap/entry.js');

async function main([file]) {
  const snapshot = await openHeapSnapshot(file);
  const { retainedSize: retained } = await snapshot.analyze();
  console.log(`RESULT ${JSON.stringify({ nodes: snapshot.nodeCount, retained })}`);
}

main(process.argv.slice(2));
