'use strict';

// Load for a service, from a process of its own: `node client.js '{"port":1,"rate":400,"connections":8}'`, over
// kept-alive connections. With a rate it makes that many requests a second, evenly. Without one it waits for the
// message { go }, makes that many requests, each connection as soon as it is answered, and sends back how many
// milliseconds they took.

const net = require('node:net');
const process = require('node:process');
const { performance } = require('node:perf_hooks');
const { setInterval } = require('node:timers');

const { port, rate, connections } = JSON.parse(process.argv[2]);
const REQUEST = 'GET /a HTTP/1.1\r\nhost: a\r\n\r\n';

const idle = [];
let wanted = 0;
let pending = 0;
let done = () => {};

for (let i = 0; i < connections; i++) connect();

function connect() {
  const socket = net.connect(port, '127.0.0.1', () => {
    idle.push(socket);
    // Requests may have been wanted before there was a connection.
    ask();
  });
  let left = 0;
  let head = '';
  socket.setNoDelay();
  socket.on('data', (chunk) => {
    if (left === 0) {
      head += chunk.toString('latin1');
      const end = head.indexOf('\r\n\r\n');
      if (end < 0) return;
      left = Number(/content-length: (\d+)/i.exec(head)[1]) - (head.length - end - 4);
      head = '';
    } else {
      left -= chunk.length;
    }
    if (left === 0) answered(socket);
  });
  socket.on('error', () => process.exit(1));
  socket.on('close', () => process.exit(1));
}

function answered(socket) {
  pending--;
  idle.push(socket);
  ask();
  if (pending === 0 && wanted === 0) done();
}

/** Sends the wanted requests over idle connections. */
function ask() {
  while (wanted > 0 && idle.length > 0) {
    wanted--;
    pending++;
    idle.pop().write(REQUEST);
  }
}

process.on('disconnect', () => process.exit());
process.on('message', ({ go }) => {
  const start = performance.now();
  wanted = go;
  done = () => process.send({ elapsed: performance.now() - start });
  ask();
});

if (rate !== undefined) {
  const start = performance.now();
  let asked = 0;
  setInterval(() => {
    const due = Math.floor(((performance.now() - start) * rate) / 1000) - asked;
    asked += due;
    // A service that falls behind by more than a second of requests is not asked for the rest.
    wanted = Math.min(rate, wanted + due);
    ask();
  }, 20);
}
