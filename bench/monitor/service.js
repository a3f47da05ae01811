'use strict';

// An HTTP service on 127.0.0.1, in a process of its own: `node service.js '{"monitor":true,"leak":false}'`, with IPC.
// Each request makes some garbage and a session that lives for a while, as in real services; with `leak`, 1 kB stays.
// The service sends its port, and answers 'report' with its memory and, with a monitor, the monitor's recording.

const http = require('node:http');
const process = require('node:process');
const { setInterval } = require('node:timers');

const { monitor: monitored, leak } = JSON.parse(process.argv[2]);
const SESSION_MS = 15_000;

const sessions = [];
const leaked = [];
let requests = 0;

const monitor = monitored
  ? require('../../lib/monitor/index.js').monitorMemory({
      requests: () => requests,
      series: { sessions: () => sessions.length },
    })
  : undefined;

const server = http.createServer((request, response) => {
  requests++;
  const session = {
    url: request.url,
    at: Date.now(),
    items: Array.from({ length: 100 }, (_, id) => ({ id })),
  };
  sessions.push(session);
  // 124 elements of 8 bytes and two headers.
  if (leak) leaked.push(new Array(124).fill(requests));
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(session));
});

// The client is idle while others are measured.
server.keepAliveTimeout = 0;
server.headersTimeout = 0;
server.requestTimeout = 0;

setInterval(() => {
  const limit = Date.now() - SESSION_MS;
  const kept = sessions.findIndex(({ at }) => at > limit);
  sessions.splice(0, kept === -1 ? sessions.length : kept);
}, 1000).unref();

process.on('message', (message) => {
  if (message !== 'report') return;
  process.send({
    requests,
    leaked: leaked.length,
    rss: process.memoryUsage.rss(),
    recording: monitor?.recording(),
  });
});

process.on('disconnect', () => process.exit());
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
