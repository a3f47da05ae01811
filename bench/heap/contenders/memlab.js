'use strict';

// `memlab.js FILE`: memlab's full analysis (shortest paths, dominators, retained sizes) of a snapshot, by its
// public API. Prints the number of nodes and the root's retained size.

const { config } = require('@memlab/core');
const { getFullHeapFromFile } = require('@memlab/heap-analysis');

async function main([file]) {
  config.muteConsole = true;
  const heap = await getFullHeapFromFile(file);
  const { length } = heap.nodes;
  console.log(`RESULT ${JSON.stringify({ nodes: length, retained: heap.nodes.get(0).retainedSize })}`);
}

main(process.argv.slice(2));
