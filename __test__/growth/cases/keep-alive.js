'use strict';

// A handler that listens to its request's socket: with keep-alive one socket serves many requests.

const { once } = require('node:events');
const http = require('node:http');

class Visitor {
  leave() {}
}

let removes = false;
const server = http.createServer((request, response) => {
  const visitor = new Visitor();
  const leave = () => visitor.leave();
  request.socket.setMaxListeners(0).on('close', leave);
  if (removes) response.on('finish', () => request.socket.off('close', leave));
  response.end('ok');
});
server.keepAliveTimeout = 0;
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

async function get() {
  const request = http.get({ port: server.address().port, host: '127.0.0.1', agent });
  const [response] = await once(request, 'response');
  await once(response.resume(), 'close');
}

exports.server = server;
exports.setup = async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
};
exports.leak = get;
exports.clean = async () => {
  removes = true;
  await get();
};
exports.growth = [
  { name: 'native handle TCP › owner › listener of "close"', className: 'Function', perLoop: 1 },
];
