'use strict';

// Each order waits once for a price that never comes.

const { EventEmitter } = require('node:events');

const prices = new EventEmitter().setMaxListeners(0);

function order() {
  return function onPrice() {};
}

exports.prices = prices;
exports.leak = () => {
  prices.once('price', order());
};
exports.clean = () => {
  prices.once('price', order());
  prices.emit('price');
};
exports.growth = [
  {
    name: 'require cache cases/emitter-once.js › exports.prices › listener of "price"',
    className: 'Function',
    perLoop: 1,
    path: [/listener of "price" +function onPrice +.*emitter-once\.js:\d+/],
  },
];
