'use strict';

// The classic of socket.io 2: an entry of `socket.acks` for each message that is sent with an acknowledgement
// callback, until the client answers. This client never does; its twin does.

const { once } = require('node:events');
const http = require('node:http');
const connect = require('../../packages/require-pinned.js')('socket.io-client');
const socketio = require('../../packages/require-pinned.js')('socket.io');

class Message {
  delivered = false;
}

const server = http.createServer();
const io = socketio(server, { transports: ['websocket'], serveClient: false });

async function join(answers) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${server.address().port}`;
  const client = connect(url, { transports: ['websocket'], forceNew: true });
  client.on('news', (_text, acknowledge) => {
    if (answers) acknowledge();
  });
  const [socket] = await once(io, 'connection');
  return socket;
}

function send(socket, track) {
  const message = track(new Message(), 'message');
  socket.emit('news', 'hello', function onAcknowledged() {
    message.delivered = true;
  });
}

exports.leak = async (track) => {
  const socket = await join(false);
  send(socket, track);
};
exports.clean = async (track) => {
  const socket = await join(true);
  send(socket, track);
  while (Object.keys(socket.acks).length > 0) await once(socket.conn, 'packet');
};
exports.culprit = [/Socket/, /\.acks/, /onAcknowledged/, /socket-io\.js:32/, /\bmessage\s+Message/];
