'use strict';

// `gc-tracker.js FILE`: gc-tracker's full analysis, with its classes, which the others are not asked for.
// Prints the number of nodes and the root's retained size.

const { openHeapSnapshot } = require('../../../heap.js');

/** V8 gives this node id to the root of every snapshot. */
const ROOT = 1;

async function main([file]) {
  const snapshot = await openHeapSnapshot(file);
  await snapshot.classes({ top: 1 });
  const { retainedSize: retained } = await snapshot.node(ROOT);
  console.log(`RESULT ${JSON.stringify({ nodes: snapshot.nodeCount, retained })}`);
}

main(process.argv.slice(2));
