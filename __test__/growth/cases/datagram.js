'use strict';

// A datagram socket for each lookup, which is never closed.

const dgram = require('node:dgram');
const { once } = require('node:events');

async function bind() {
  const socket = dgram.createSocket('udp4', function onDatagram() {});
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return socket;
}

exports.leak = async () => {
  await bind();
};
exports.clean = async () => {
  const socket = await bind();
  socket.close();
  await once(socket, 'close');
};
exports.growth = [
  {
    name: 'native handle UDP',
    className: 'Socket',
    perLoop: 1,
    path: [/listener of "message" +function onDatagram +.*datagram\.js:\d+/],
  },
];
