'use strict';

// Buffers of 64 kB, whose memory is outside the heap.

const received = [];

function receive() {
  received.push(Buffer.allocUnsafeSlow(65_536).fill(1));
}

exports.received = received;
exports.leak = receive;
exports.clean = () => {
  receive();
  received.length = 0;
};
exports.growth = [
  {
    name: 'require cache cases/buffers.js › exports.received (Array)',
    className: /Buffer|Uint8Array/,
    perLoop: 1,
  },
  { name: 'arrayBuffers', perLoop: 65_536 },
  { name: 'external', perLoop: 65_536 },
];
