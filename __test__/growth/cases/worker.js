'use strict';

// Workers that are started for a job and never terminated.

const { once } = require('node:events');
const { Worker } = require('node:worker_threads');

async function start() {
  const worker = new Worker('require("node:worker_threads").parentPort.on("message", () => {})', {
    eval: true,
  });
  await once(worker, 'online');
  return worker;
}

exports.leak = async () => {
  await start();
};
exports.clean = async () => {
  const worker = await start();
  await worker.terminate();
};
exports.options = { loops: 2, rounds: 2 };
exports.growth = [
  { name: 'native handle MessagePort', className: 'MessagePort', perLoop: 1 },
  { name: 'process.stdout › listener of "close"', className: 'Function', perLoop: 1 },
];
exports.besides = [/^process\.std(?:out|err) › listener/, /^Node\.js .*threadsPorts/];
