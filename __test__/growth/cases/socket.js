'use strict';

// A client that opens a connection for each message, and never closes one.

const { once } = require('node:events');
const net = require('node:net');

const server = net.createServer();

async function send() {
  const socket = net.connect(server.address().port, '127.0.0.1');
  await Promise.all([once(socket, 'connect'), once(server, 'connection')]);
  return socket;
}

exports.setup = async () => {
  server.on('connection', (peer) => peer.on('error', () => {}).resume());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
};
exports.leak = async () => {
  await send();
};
exports.clean = async () => {
  const socket = await send();
  socket.end().resume();
  await once(socket, 'close');
};
exports.growth = [{ name: 'native handle TCP', className: 'Socket', perLoop: 2 }];
