'use strict';

// The contenders, and the command with which each analyzes a snapshot. All print an answer, a JSON object: the number
// of nodes and the root's retained size, where they know these.

const os = require('node:os');
const path = require('node:path');
const { root } = require('../../harness/checkout.js');
const { installPeers } = require('../../harness/peers.js');
const { program } = require('../native.js');

const oracle = path.join(root, '__test__', 'heap', 'oracle');
const installOracle = () => require(oracle).install();

/** What JavaScript analyzers need for 1 GB is far above V8's default. */
const ROOMY = `--max-old-space-size=${Math.floor((os.totalmem() * 0.7) / 2 ** 20)}`;

const here = (name) => path.join(__dirname, name);

/**
 * `command(snapshot, runtime, checkout)`. A `slow` contender runs once at the large size, unless --reps says otherwise.
 */
const contenders = [
  {
    name: 'gc-tracker',
    ours: true,
    command: ({ file }, node, checkout) => [node.command, here('gc-tracker.js'), checkout, file],
  },
  {
    name: 'gc-tracker-path',
    title: 'gc-tracker path',
    ours: true,
    command: ({ file, pathId }, node, checkout) => [
      node.command,
      here('gc-tracker-path.js'),
      checkout,
      file,
      pathId,
    ],
  },
  {
    name: 'byte-scan',
    title: 'byte scan',
    peer: true,
    command: ({ file }) => [program('byte-scan'), file],
  },
  {
    name: 'v8-heap-parser',
    peer: true,
    command: ({ file }) => [program('v8-heap-parser'), file],
  },
  {
    name: 'memlab',
    peer: true,
    needs: installPeers,
    slow: true,
    command: ({ file }, node) => [node.command, ROOMY, here('memlab.js'), file],
  },
  {
    name: 'devtools',
    title: 'DevTools',
    peer: true,
    needs: installOracle,
    slow: true,
    command: ({ file }, node) => [node.command, ROOMY, path.join(oracle, 'analyze.js'), file],
    answer: ({ nodeCount, retainedSize }) => ({ nodes: nodeCount, retained: retainedSize }),
  },
].map((contender) => ({ title: contender.name, answer: (answer) => answer, ...contender }));

module.exports = { contenders };
