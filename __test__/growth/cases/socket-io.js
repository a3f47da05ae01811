'use strict';

// socket.io 2: an entry of `socket.acks` for each message that is sent with an acknowledgement callback, until the client
// answers. This client never does; its twin does.

const { once } = require('node:events');
const http = require('node:http');
const socketio = require('../../packages/require-pinned.js')('socket.io');
const connect = require('../../packages/require-pinned.js')('socket.io-client');

const server = http.createServer();
const io = socketio(server, { transports: ['websocket'], serveClient: false });
let socket;
let answers = false;

exports.io = io;
exports.setup = async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${server.address().port}`;
  const client = connect(url, { transports: ['websocket'], forceNew: true });
  client.on('news', (_text, acknowledge) => {
    if (answers) acknowledge();
  });
  [socket] = await once(io, 'connection');
};

exports.leak = () => {
  socket.emit('news', 'hello', function onAcknowledged() {});
};
exports.clean = async () => {
  answers = true;
  exports.leak();
  while (Object.keys(socket.acks).length > 0) await once(socket.conn, 'packet');
};
exports.growth = [{ name: /\.acks \(Object\)$/, className: 'Function', perLoop: 1 }];
