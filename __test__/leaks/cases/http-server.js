'use strict';

// An HTTP server that nobody closes.

const { once } = require('node:events');
const http = require('node:http');

class Router {
  routes = new Map();
}

async function serve(track) {
  const router = track(new Router(), 'router');
  const server = http.createServer((request, response) => {
    router.routes.get(request.url)?.(response);
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
exports.culprit = [/\bServer\b/, /request/, /http-server\.js:14/, /\brouter\s+Router/];
