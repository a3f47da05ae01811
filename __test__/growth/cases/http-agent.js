'use strict';

// A new keep-alive agent for each request: its idle connection stays open, and so does the server's end.

const { once } = require('node:events');
const http = require('node:http');

const server = http.createServer((_request, response) => response.end('ok'));
server.keepAliveTimeout = 0;

async function get() {
  const agent = new http.Agent({ keepAlive: true });
  const request = http.get({ port: server.address().port, host: '127.0.0.1', agent });
  const [response] = await once(request, 'response');
  await once(response.resume(), 'close');
  return { agent, request };
}

exports.setup = async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
};
exports.leak = async () => {
  await get();
};
exports.clean = async () => {
  const { agent, request } = await get();
  agent.destroy();
  if (!request.socket.closed) await once(request.socket, 'close');
};
exports.growth = [{ name: 'native handle TCP', className: 'Socket', perLoop: 2 }];
exports.besides = [/^native handle HTTPParser$/];
