'use strict';

// Who is measured: what must be there, and the command that analyzes a snapshot. All give an answer, a JSON
// object: the number of nodes and the root's retained size, where they know these.

const os = require('node:os');
const path = require('node:path');
const { program } = require('../native.js');

const root = path.join(__dirname, '..', '..', '..');
const oracle = path.join(root, '__test__', 'heap', 'oracle');

/** What JavaScript analyzers need for 1 GB is far above V8's default. */
const ROOMY = `--max-old-space-size=${Math.floor((os.totalmem() * 0.7) / 2 ** 20)}`;

const node = (file, ...flags) => [process.execPath, ...flags, file];
const ours = (name) => node(path.join(__dirname, name));

/**
 * `needs` names steps of peers.js. A `slow` contender runs once at the large size, unless --reps says
 * otherwise.
 */
const contenders = [
  {
    name: 'gc-tracker',
    needs: ['analyzer'],
    command: ({ file }) => [...ours('gc-tracker.js'), file],
  },
  {
    name: 'gc-tracker-path',
    title: 'gc-tracker path',
    needs: ['analyzer'],
    command: ({ file, pathId }) => [...ours('gc-tracker-path.js'), file, pathId],
  },
  {
    name: 'byte-scan',
    title: 'byte scan',
    needs: [],
    command: ({ file }) => [program('byte-scan'), file],
  },
  {
    name: 'v8-heap-parser',
    needs: ['v8-heap-parser'],
    command: ({ file }) => [program('bench-v8-heap-parser'), file],
  },
  {
    name: 'memlab',
    needs: ['npm'],
    slow: true,
    command: ({ file }) => [...node(path.join(__dirname, 'memlab.js'), ROOMY), file],
  },
  {
    name: 'devtools',
    title: 'DevTools',
    needs: ['oracle'],
    slow: true,
    command: ({ file }) => [...node(path.join(oracle, 'analyze.js'), ROOMY), file],
    answer: ({ nodeCount, retainedSize }) => ({ nodes: nodeCount, retained: retainedSize }),
  },
].map((contender) => ({ title: contender.name, answer: (answer) => answer, ...contender }));

module.exports = { contenders, oracle, root };
