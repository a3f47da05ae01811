'use strict';

// `npm run bench:snapshot`: what a heap snapshot costs a process, by the size of its heap. See ../README.md.

const path = require('node:path');
const { bytes } = require('../../../lib/util/numbers.js');
const { measure } = require('../../harness/alternate.js');
const { count, counts, list, nodes } = require('../../harness/options.js');
const { run } = require('../../harness/run.js');
const { runChild } = require('../../harness/spawn.js');

const TIMEOUT_MS = 600_000;

const ms = { unit: 'ms', format: (time) => Math.round(time).toLocaleString('en') };
const metrics = {
  heapUsed: { head: 'heap', format: bytes },
  pauseMs: { head: 'pause', ...ms },
  allMs: { head: 'all', ...ms },
  cpuMs: { head: 'CPU', ...ms },
  peakBytes: { head: 'memory', format: bytes },
  ofHeap: { head: 'of heap', unit: 'x', digits: 1 },
  fileBytes: { head: 'file', format: bytes },
};

const bench = {
  file: __filename,
  about: 'medians over processes',
  options: {
    sizes: counts(10, 50, 250),
    ways: list('file', 'take', 'explain'),
    nodes: nodes('20', '24', '26'),
    reps: count(3),
    leaks: count(1),
  },
  tables,
};

async function* tables(options, { progress }) {
  for (const runtime of options.nodes) {
    for (const size of options.sizes) yield await measureSize(runtime, size, options, progress);
  }
}

function measureSize(runtime, megabytes, { ways, reps, leaks }, progress) {
  const args = ['--max-old-space-size=20000', path.join(__dirname, 'child.js')];
  const entries = ways.map((way) => ({
    contender: { name: way, title: way },
    run: () => runChild(runtime.command, args, { way, megabytes, leaks }, { timeoutMs: TIMEOUT_MS }),
  }));
  const derive = ({ median }) => ({ ofHeap: median.peakBytes / median.heapUsed });
  const title = `a heap of ${megabytes} MB`;
  const turns = { repetitions: reps };
  return measure({ id: String(megabytes), title, runtime, metrics, entries, turns, derive }, progress);
}

module.exports = bench;
if (require.main === module) run(bench);
