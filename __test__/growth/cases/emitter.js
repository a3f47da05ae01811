'use strict';

// Each request listens to a bus that outlives it.

const { EventEmitter } = require('node:events');

class Request {
  onConfig = () => this.reload();

  reload() {}
}

const bus = new EventEmitter().setMaxListeners(0);

function serve() {
  const request = new Request();
  bus.on('config', request.onConfig);
  return request;
}

exports.bus = bus;
exports.leak = () => {
  serve();
};
exports.clean = () => {
  bus.off('config', serve().onConfig);
};
exports.growth = [
  {
    name: 'require cache cases/emitter.js › exports.bus › listener of "config"',
    className: 'Function',
    perLoop: 1,
  },
];
