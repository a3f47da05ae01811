'use strict';

// An open connection, and a listener for what arrives there.

const { once } = require('node:events');
const net = require('node:net');

class Parser {
  chunks = [];
}

let server;

async function listen() {
  server = net.createServer((socket) => socket.on('error', () => {}));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
}

async function receive(track) {
  const parser = track(new Parser(), 'parser');
  const socket = net.connect(server.address().port, '127.0.0.1');
  await once(socket, 'connect');
  socket.on('data', function onData(chunk) {
    parser.chunks.push(chunk);
  });
  return socket;
}

exports.leak = async (track) => {
  await listen();
  await receive(track);
};
exports.clean = async (track) => {
  await listen();
  const socket = await receive(track);
  socket.destroy();
  await once(socket, 'close');
};
exports.culprit = [
  /native handle\s+TCP/,
  /\bSocket\b/,
  /data/,
  /onData/,
  /tcp-socket\.js:24/,
  /\bparser\s+Parser/,
];
