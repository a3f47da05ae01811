'use strict';

// A queue of functions that were bound to the async context of the request they came from.

const { AsyncLocalStorage, AsyncResource } = require('node:async_hooks');

class Trace {}

const traces = new AsyncLocalStorage();
const queue = [];

function flush() {}

function enqueue(track) {
  traces.run(track(new Trace(), 'trace'), () => {
    queue.push(AsyncResource.bind(flush));
  });
}

exports.queue = queue;
exports.leak = (track) => enqueue(track);
exports.clean = (track) => {
  enqueue(track);
  for (const run of queue.splice(0)) run();
};
exports.culprit = [
  /require cache\s+.*als-resource\.js/,
  /exports\.queue\s+Array/,
  /\[0\]/,
  /AsyncLocalStorage/,
  /Trace/,
];
exports.not = [/AsyncContextFrame|kResourceStore/];
