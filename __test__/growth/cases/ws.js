'use strict';

// A chat room of a ws server: its members are added, and stay there when they have left.

const { once } = require('node:events');
const { WebSocket, WebSocketServer } = require('../../packages/require-pinned.js')('ws');

const room = new Set();
let server;
let removes = false;

exports.room = room;
exports.setup = async () => {
  server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  server.on('connection', (socket) => {
    room.add(socket);
    socket.on('close', () => {
      if (removes) room.delete(socket);
    });
  });
  await once(server, 'listening');
};

async function visit() {
  const client = new WebSocket(`ws://127.0.0.1:${server.address().port}`);
  await once(client, 'open');
  const [member] = server.clients;
  client.close();
  await Promise.all([once(client, 'close'), once(member, 'close')]);
}

exports.leak = visit;
exports.clean = async () => {
  removes = true;
  await visit();
};
exports.growth = [
  { name: 'require cache cases/ws.js › exports.room (Set)', className: 'WebSocket', perLoop: 1 },
];
exports.besides = [/^(?:external|arrayBuffers)$/];
