'use strict';

// A client that opens a connection for each question, listens there, and never closes one.

const { once } = require('node:events');
const net = require('node:net');

const server = net.createServer();

async function ask() {
  const socket = net.connect(server.address().port, '127.0.0.1');
  socket.on('data', function onAnswer() {});
  await Promise.all([once(socket, 'connect'), once(server, 'connection')]);
  return socket;
}

exports.setup = async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
};
exports.leak = async () => {
  await ask();
};
exports.clean = async () => {
  const socket = await ask();
  socket.end();
  await once(socket, 'close');
};
exports.growth = [
  {
    name: 'native handle TCP',
    className: 'Socket',
    perLoop: 2,
    path: [/owner +Socket/, /listener of "data" +function onAnswer +.*socket-listener\.js:\d+/],
  },
];
