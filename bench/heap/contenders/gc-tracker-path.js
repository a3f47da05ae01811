'use strict';

// `gc-tracker-path.js CHECKOUT FILE ID`: from opening the file to the answer of one question, why the node is alive.
// Prints the number of nodes and the path's length.

const { load } = require('../../harness/checkout.js');

async function main([checkout, file, id]) {
  const snapshot = await load(checkout, 'gc-tracker/heap').openHeapSnapshot(file);
  const [path] = await snapshot.retainingPath(Number(id));
  if (path === undefined) throw new Error(`no path to @${id}`);
  console.log(`RESULT ${JSON.stringify({ nodes: snapshot.nodeCount, steps: path.steps.length })}`);
}

main(process.argv.slice(2));
