'use strict';

// express-session with its default MemoryStore, which its documentation warns of: a session of each visitor who keeps no
// cookie is never looked at again, and so never expires.

const { once } = require('node:events');
const http = require('node:http');
const express = require('../../packages/require-pinned.js')('express');
const session = require('../../packages/require-pinned.js')('express-session');

const store = new session.MemoryStore();
const app = express();
app.use(session({ secret: 'secret', resave: false, saveUninitialized: true, store }));
app.get('/', (_request, response) => response.end('hello'));
app.get('/bye', (request, response) => request.session.destroy(() => response.end('bye')));
const server = http.createServer(app);
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

async function get(path, cookie) {
  const headers = cookie === undefined ? {} : { cookie };
  const request = http.get({ host: '127.0.0.1', port: server.address().port, path, agent, headers });
  const [response] = await once(request, 'response');
  await once(response.resume(), 'close');
  return response.headers['set-cookie']?.[0].split(';')[0];
}

exports.store = store;
exports.setup = async () => {
  server.keepAliveTimeout = 0;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
};
exports.leak = async () => {
  await get('/');
};
exports.clean = async () => {
  await get('/bye', await get('/'));
};
exports.growth = [
  {
    name: 'require cache cases/express-session.js › exports.store › .sessions (Object)',
    className: 'string',
    perLoop: 1,
  },
];
