'use strict';

// A worker that runs on, and a listener for its messages.

const { Worker } = require('node:worker_threads');

class Job {
  progress = 0;
}

function start(track) {
  const job = track(new Job(), 'job');
  const worker = new Worker("require('worker_threads').parentPort.on('message', () => {})", { eval: true });
  worker.on('message', function onProgress(progress) {
    job.progress = progress;
  });
  return worker;
}

exports.leak = (track) => {
  start(track);
};
exports.clean = async (track) => {
  await start(track).terminate();
};
exports.culprit = [
  /running\s+Worker\s+started at \S*worker\.js:13/,
  /message/,
  /onProgress/,
  /worker\.js:14/,
  /\bjob\s+Job/,
];
exports.not = [/process\.std/];
