'use strict';

// Each call adds a `then` callback to a promise that never settles.

const { setImmediate: macrotask } = require('node:timers/promises');

const never = new Promise(() => {});

function wait(promise) {
  return promise.then(function onReady() {});
}

exports.never = never;
exports.leak = () => {
  wait(never);
};
exports.clean = async () => {
  await wait(macrotask());
};
exports.growth = [
  {
    name: 'require cache cases/promise-then.js › exports.never › then callback',
    className: 'Function',
    perLoop: 1,
    path: [/function onReady +.*promise-then\.js:\d+/],
  },
];
