'use strict';

// A server that listens on, and what its listener closes over.

const { once } = require('node:events');
const net = require('node:net');

class Room {
  members = [];
}

async function serve(track) {
  const room = track(new Room(), 'room');
  const server = net.createServer(function welcome(socket) {
    room.members.push(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

exports.leak = async (track) => {
  await serve(track);
};
exports.clean = async (track) => {
  const server = await serve(track);
  server.close();
  await once(server, 'close');
};
exports.culprit = [
  /running\s+Server\s+started at \S*net-server\.js:17/,
  /connection/,
  /welcome/,
  /net-server\.js:14/,
  /\broom\s+Room/,
];
