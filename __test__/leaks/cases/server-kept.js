'use strict';

// A server of a program's own class that listens on, kept by a module.

const { once } = require('node:events');
const net = require('node:net');

class Room {}

class ChatServer extends net.Server {
  room = null;
}

const servers = new Map();

async function serve(track) {
  const server = new ChatServer();
  server.room = track(new Room(), 'room');
  servers.set('chat', server);
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
  servers.clear();
  await once(server, 'close');
};
exports.culprit = [/ChatServer\s+running/, /\.room\s+Room/];
