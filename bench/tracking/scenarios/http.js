'use strict';

// An HTTP server on 127.0.0.1 that tracks one object a request, under a bounded number of requests over kept-alive
// connections. The client is a worker with bare sockets (http-client.js), so that the server's thread is the limit.
// Rounds without tracking come first: `kept` is the rate with tracking over the rate without.

const http = require('node:http');
const path = require('node:path');
const { once } = require('node:events');
const { Worker } = require('node:worker_threads');
const { sink } = require('../workload.js');
const { median } = require('../../harness/statistics.js');
const none = require('../contenders/none.js');

/** Rounds until the rate no longer rises: it doubles in the first 60,000 requests. */
const WARM_UP = 8;

async function run(contender, { requests, connections, rounds, label }) {
  let reported = 0;
  const callback = () => {
    reported++;
  };
  let tracker = none;
  const server = http.createServer((request, response) => {
    serve(tracker, callback, label, request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  const worker = new Worker(path.join(__dirname, 'http-client.js'), {
    workerData: { port, requests, connections },
  });
  await rate(worker, requests, WARM_UP);
  const before = await rate(worker, requests, rounds);
  tracker = contender;
  const after = await rate(worker, requests, rounds);
  return { before, after, kept: after / before, share: reported / (requests * rounds) };
}

/** The median of that many rounds, in requests a second. */
async function rate(worker, requests, rounds) {
  const results = [];
  for (let round = 0; round < rounds; round++) {
    worker.postMessage('go');
    const [elapsed] = await once(worker, 'message');
    results.push(requests / (elapsed / 1000));
  }
  return median(results);
}

/** A request's session, which dies when it is answered. */
function serve({ track }, callback, label, request, response) {
  const session = { url: request.url, started: Date.now(), items: [1, 2, 3] };
  sink.handle = track(session, callback, label);
  setImmediate(() => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(session));
  });
}

module.exports = {
  name: 'http',
  title: 'HTTP server, one object tracked a request',
  repetitions: 3,
  cases: ({ quick }) => [{ requests: quick ? 2000 : 8000, connections: 16, rounds: quick ? 2 : 5 }],
  metrics: {
    before: { unit: 'req/s' },
    after: { unit: 'req/s' },
    kept: { unit: 'x before', digits: 3, overNone: true },
    share: { unit: '', digits: 3 },
  },
  run,
};
