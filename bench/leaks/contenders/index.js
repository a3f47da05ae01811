'use strict';

// Who is measured. `watch(target)` begins to watch and returns a function `verdict()`; that resolves to {
// held, path }: whether the target is alive and, of those that explain, how long a path to it they give.

const contenders = [
  { name: 'gc-tracker', title: 'gc-tracker', module: './gc-tracker.js', options: {} },
  {
    name: 'gc-tracker-plain',
    title: 'gc-tracker, no path',
    module: './gc-tracker.js',
    options: { explain: false },
  },
  { name: 'jest', title: 'jest, default', module: './jest.js', options: {} },
  {
    name: 'jest-plain',
    title: 'jest, no snapshot',
    module: './jest.js',
    options: { shouldGenerateV8HeapSnapshot: false },
  },
  { name: 'memlab', title: 'memlab, tag', module: './memlab.js', options: { explain: false } },
  { name: 'memlab-path', title: 'memlab, path', module: './memlab.js', options: { explain: true } },
];

/** The contender's `watch`; throws if its module is not there. */
function load(name) {
  const { module, options } = contenders.find((contender) => contender.name === name);
  return require(module)(options);
}

module.exports = { contenders, load };
