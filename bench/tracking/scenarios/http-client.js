'use strict';

// The client of the scenario `http`, a worker. On each message it sends `requests` requests over `connections` sockets,
// each of which waits for an answer before the next request; then it answers with how many ms that took. An answer is
// complete when it has as many bytes as its header says.

const net = require('node:net');
const { performance } = require('node:perf_hooks');
const { parentPort, workerData } = require('node:worker_threads');

const { port, requests, connections } = workerData;
const REQUEST = 'GET /session HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: keep-alive\r\n\r\n';

parentPort.on('message', async () => {
  const start = performance.now();
  let left = requests;
  const next = () => left-- > 0;
  await Promise.all(Array.from({ length: connections }, () => converse(next)));
  parentPort.postMessage(performance.now() - start);
});

/** One connection: requests as long as `next()` allows. */
function converse(next) {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ port, host: '127.0.0.1', noDelay: true });
    let text = '';
    const send = () => {
      if (next()) socket.write(REQUEST);
      else socket.end(resolve);
    };
    socket.on('connect', send);
    socket.on('error', reject);
    socket.setEncoding('latin1');
    socket.on('data', (chunk) => {
      text += chunk;
      if (!isWhole(text)) return;
      text = '';
      send();
    });
  });
}

function isWhole(text) {
  const head = text.indexOf('\r\n\r\n');
  if (head === -1) return false;
  const length = /content-length: (\d+)/i.exec(text);
  if (length === null) throw new Error(`no content-length in ${JSON.stringify(text.slice(0, 200))}`);
  return text.length >= head + 4 + Number(length[1]);
}
