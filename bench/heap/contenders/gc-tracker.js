'use strict';

// `gc-tracker.js CHECKOUT FILE`: gc-tracker's full analysis: distances, dominators and retained sizes. Prints the
// number of nodes and the root's retained size.

const { load } = require('../../harness/checkout.js');

async function main([checkout, file]) {
  const snapshot = await load(checkout, 'gc-tracker/heap').openHeapSnapshot(file);
  const { retainedSize: retained } = await snapshot.analyze();
  console.log(`RESULT ${JSON.stringify({ nodes: snapshot.nodeCount, retained })}`);
}

main(process.argv.slice(2));
