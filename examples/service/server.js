'use strict';

// The shop over HTTP, with GET /metrics for Prometheus. `LEAK=sessions` plants a leak; `PORT` is 3001 by
// default.

const http = require('node:http');
const client = require('prom-client');
const { monitorMemory } = require('gc-tracker/monitor');
const { registerMetrics } = require('gc-tracker/prometheus');
const { createShop } = require('./shop.js');

let requests = 0;
const monitor = monitorMemory({ requests: () => requests });
registerMetrics(client.register, { monitor });

const shop = createShop({ leak: process.env.LEAK === 'sessions' });

const server = http.createServer(async (request, response) => {
  const url = new URL(request.url, 'http://localhost');
  if (url.pathname === '/metrics') {
    response.setHeader('content-type', client.register.contentType);
    response.end(await client.register.metrics());
    return;
  }
  requests++;
  const answer = shop(request.method, url);
  response.statusCode = answer === undefined ? 404 : 200;
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(answer ?? { error: 'not found' }));
});

server.listen(process.env.PORT ?? 3001, '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}`);
});
