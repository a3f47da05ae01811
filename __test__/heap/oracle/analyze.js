'use strict';

// node analyze.js FILE: DevTools' full analysis of a snapshot, from the file to the last number, and
// nothing else: what a benchmark measures. Prints { nodeCount, retainedSize } of the root. The oracle
// must be installed.

const { load } = require('./index.js');

async function main() {
  const [file] = process.argv.slice(2);
  if (file === undefined) {
    console.error('usage: node analyze.js FILE');
    process.exit(2);
  }
  const snapshot = await load(file, { thread: true });
  const { nodeCount } = snapshot;
  console.log(JSON.stringify({ nodeCount, retainedSize: snapshot.rootNode().retainedSize() }));
}

// DevTools warns of nodes that it cannot reach; there always are some.
console.warn = () => {};
main();
