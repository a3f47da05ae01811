'use strict';

// A channel for each call, whose ports are never closed: a port that listens lives until it is.

const { once } = require('node:events');
const { MessageChannel } = require('node:worker_threads');

class Call {
  onAnswer() {}
}

async function call() {
  const { port1, port2 } = new MessageChannel();
  const one = new Call();
  port1.on('message', () => one.onAnswer());
  port2.postMessage('ready');
  await once(port1, 'message');
  return port1;
}

exports.leak = async () => {
  await call();
};
exports.clean = async () => {
  const port = await call();
  port.close();
  await once(port, 'close');
};
exports.growth = [
  {
    name: 'native handle MessagePort',
    className: 'MessagePort',
    perLoop: 2,
    path: [/native handle +MessagePort/, /listener of "message" +function .*message-port\.js:\d+/],
  },
];
