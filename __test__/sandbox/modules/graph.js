'use strict';

// A module graph: relative files, a package, JSON, cycles, a file with a #! line.

const shared = require('./graph/a.js');

module.exports = {
  shared,
  same: shared === require('./graph/a.js'),
  cycle: require('./graph/b.js').seen,
  data: require('./graph/data.json'),
  paths: [__filename, __dirname],
  resolved: require.resolve('./graph/a.js'),
  topLevelThis: this === exports,
  global: globalThis === global,
  instances: {
    error: (() => {
      try {
        require('node:fs').readFileSync('/does/not/exist');
      } catch (error) {
        return error instanceof Error && !(error instanceof TypeError);
      }
    })(),
    buffer: Buffer.from('x') instanceof Uint8Array,
    own: new Uint8Array(1) instanceof Uint8Array && new Map() instanceof Map && {} instanceof Object,
    subclass: !([] instanceof class extends Array {}),
  },
  created: require('node:module').createRequire(__filename)('./graph/a.js') === shared,
};
