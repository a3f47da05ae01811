'use strict';

// A worker of a cluster that runs on.

const cluster = require('node:cluster');
const { once } = require('node:events');

class Shard {
  requests = 0;
}

async function fork(track) {
  const shard = track(new Shard(), 'shard');
  cluster.setupPrimary({ exec: require.resolve('../lib/idle.js') });
  const worker = cluster.fork();
  worker.on('message', function onRequest() {
    shard.requests++;
  });
  await once(worker, 'online');
  return worker;
}

exports.leak = async (track) => {
  await fork(track);
};
exports.clean = async (track) => {
  const worker = await fork(track);
  worker.kill();
  await once(worker, 'exit');
};
exports.culprit = [
  /running\s+Worker/,
  /started at \S*cluster-worker.js:15/,
  /listener of "message"/,
  /onRequest/,
  /\bshard\s+Shard/,
];
