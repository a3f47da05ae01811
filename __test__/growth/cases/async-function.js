'use strict';

// Async functions that wait for what never happens.

const { setImmediate: macrotask } = require('node:timers/promises');

class Order {}

let resolveReady;
const ready = new Promise((resolve) => {
  resolveReady = resolve;
});

async function ship(until) {
  const order = new Order();
  await until;
  return order;
}

exports.ready = ready;
exports.resolveReady = resolveReady;
exports.leak = () => {
  ship(ready);
};
exports.clean = async () => {
  await ship(macrotask());
};
exports.growth = [
  {
    name: 'require cache cases/async-function.js › exports.ready › awaited by',
    className: 'Function',
    perLoop: 2,
    path: [/awaited by +async function ship.*async-function\.js:\d+/],
  },
];
