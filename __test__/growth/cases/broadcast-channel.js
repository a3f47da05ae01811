'use strict';

// A channel for each subscription, which is never closed.

const { setImmediate: macrotask } = require('node:timers/promises');
const { BroadcastChannel } = require('node:worker_threads');

function subscribe() {
  const channel = new BroadcastChannel('news');
  channel.onmessage = function onNews() {};
  return channel;
}

exports.leak = () => {
  subscribe();
};
exports.clean = async () => {
  subscribe().close();
  await macrotask();
};
exports.growth = [
  {
    name: 'native handle MessagePort',
    className: 'MessagePort',
    perLoop: 1,
    path: [/onmessage +function onNews +.*broadcast-channel\.js:\d+/],
  },
];
