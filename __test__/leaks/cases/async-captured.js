'use strict';

// A local variable of a suspended async function that one of its own closures uses as well.

class Batch {
  items = [];
}

let start;
const started = new Promise((resolve) => {
  start = resolve;
});

async function collect(track) {
  const batch = track(new Batch(), 'batch');
  const add = (item) => batch.items.push(item);
  await started;
  add('last');
}

exports.started = started;
exports.leak = (track) => {
  collect(track);
};
exports.clean = async (track) => {
  const collected = collect(track);
  start();
  await collected;
};
exports.culprit = [
  /require cache\s+.*async-captured\.js/,
  /exports\.started\s+Promise/,
  /async function collect/,
  /async-captured\.js:17/,
  /\bbatch\s+Batch/,
];
exports.hint = /held only by variable batch of async function collect/;
