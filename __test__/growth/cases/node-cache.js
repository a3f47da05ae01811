'use strict';

// node-cache without a time to live, and with keys that contain a time.

const NodeCache = require('../../packages/require-pinned.js')('node-cache');

const cache = new NodeCache();
let time = 0;

function lookUp() {
  const key = `prices ${time++}`;
  cache.set(key, { value: time });
  return key;
}

exports.cache = cache;
exports.leak = () => {
  lookUp();
};
exports.clean = () => {
  cache.del(lookUp());
};
exports.growth = [
  {
    name: 'require cache cases/node-cache.js › exports.cache › .data (Object)',
    className: 'Object',
    perLoop: 1,
  },
];
