'use strict';

// The contenders, in the order in which they take turns. `watch(target)` begins to watch and returns a function
// `verdict()`. That resolves to { held, path }: whether the target is alive and, of those that explain, how long a path
// to it they give.

const { installPeers } = require('../../harness/peers.js');

const jest = { peer: true, needs: installPeers, module: './jest.js' };
const memlab = { peer: true, needs: installPeers, module: './memlab.js' };

const contenders = [
  { name: 'none', title: 'no assertion' },
  { name: 'gc-tracker', title: 'gc-tracker', ours: true, module: './gc-tracker.js', options: {} },
  {
    name: 'gc-tracker-plain',
    title: 'gc-tracker, no path',
    ours: true,
    module: './gc-tracker.js',
    options: { explain: false },
  },
  { name: 'jest', title: 'jest, default', ...jest, options: {} },
  {
    name: 'jest-plain',
    title: 'jest, no snapshot',
    ...jest,
    options: { shouldGenerateV8HeapSnapshot: false },
  },
  { name: 'memlab', title: 'memlab, tag', ...memlab, options: { explain: false } },
  { name: 'memlab-path', title: 'memlab, path', ...memlab, options: { explain: true } },
];

/** The contender's `watch`; throws if its module is not there. */
function load(name, checkout) {
  const { module, options } = contenders.find((contender) => contender.name === name);
  return require(module)(options, checkout);
}

module.exports = { contenders, load };
