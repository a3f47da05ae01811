'use strict';

// What waits for something to happen: EventEmitters and EventTargets with listeners, AbortSignals,
// timers, immediates, streams, a listening server.

const { EventEmitter } = require('node:events');
const http = require('node:http');
const { PassThrough, Readable } = require('node:stream');
const v8 = require('node:v8');

class Connection extends EventEmitter {
  constructor(id) {
    super();
    this.id = id;
    this.history = new Array(30).fill(id);
  }
}

const hub = new EventEmitter();
hub.setMaxListeners(0);
const connections = Array.from({ length: 300 }, (_, id) => new Connection(id));
for (const connection of connections) {
  hub.on('message', () => connection.history.push('message'));
  connection.once('close', connection.removeAllListeners.bind(connection));
}

const controller = new AbortController();
const target = new EventTarget();
for (let index = 0; index < 20; index++) {
  const held = { index };
  target.addEventListener('tick', () => held, { signal: controller.signal });
  setTimeout(() => held, 1e6 + index).unref();
  setInterval(() => held, 1e6).unref();
}

const server = http.createServer((_request, response) => response.end('ok'));
const through = Readable.from(['a', 'b']).pipe(new PassThrough());

globalThis.kept = { hub, target, combined: AbortSignal.any([controller.signal, AbortSignal.timeout(1e6)]) };

server.listen(0, '127.0.0.1', () => {
  setImmediate(() => through);
  process.nextTick(() => server);
  v8.writeHeapSnapshot(process.argv[2]);
  server.close();
});
