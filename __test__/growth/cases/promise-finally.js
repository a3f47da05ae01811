'use strict';

// Each call adds a `finally` callback to a promise that never settles.

const { setImmediate: macrotask } = require('node:timers/promises');

const never = new Promise(() => {});

function wait(promise) {
  return promise.finally(function onEnd() {});
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
    name: 'require cache cases/promise-finally.js › exports.never › then callback',
    className: 'Function',
    perLoop: 1,
    path: [/function onEnd +.*promise-finally\.js:\d+/],
  },
];
