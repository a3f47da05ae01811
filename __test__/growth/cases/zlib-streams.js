'use strict';

// Open zlib streams in an array: each has memory outside the heap.

const { createGzip } = require('node:zlib');
const { once } = require('node:events');

const kept = [];

function compress() {
  const stream = createGzip();
  stream.write('x');
  return stream;
}

exports.kept = kept;
exports.leak = () => {
  kept.push(compress());
};
exports.clean = async () => {
  const stream = compress();
  stream.destroy();
  if (!stream.closed) await once(stream, 'close');
};
exports.growth = [
  { name: 'require cache cases/zlib-streams.js › exports.kept (Array)', className: 'Gzip', perLoop: 1 },
];
exports.besides = [/^(?:external|arrayBuffers)$/];
