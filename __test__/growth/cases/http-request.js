'use strict';

// Requests that a server never answers, and that wait without a timeout.

const { once } = require('node:events');
const http = require('node:http');

const server = http.createServer();

async function get() {
  const request = http.get({ port: server.address().port, host: '127.0.0.1', agent: false });
  request.on('response', function onResponse() {});
  request.on('error', () => {});
  await once(server, 'request');
  return request;
}

exports.setup = async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
};
exports.leak = async () => {
  await get();
};
exports.clean = async () => {
  const request = await get();
  const { socket } = request;
  request.destroy();
  if (!socket.closed) await once(socket, 'close');
};
exports.growth = [
  {
    name: 'native handle TCP',
    className: 'Socket',
    perLoop: 2,
    path: [/listener of "response" +function onResponse +.*http-request\.js:\d+/],
  },
];
exports.besides = [/^native handle HTTPParser$/];
