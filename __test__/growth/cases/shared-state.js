'use strict';

// Two listeners of each request share its rows, which neither of them holds alone.

const { EventEmitter } = require('node:events');

const bus = new EventEmitter().setMaxListeners(0);

function serve() {
  let rows = new Array(2000).fill(0);
  const onData = () => rows.length;
  const onEnd = () => {
    rows = null;
  };
  bus.on('data', onData).on('end', onEnd);
  return () => bus.off('data', onData).off('end', onEnd);
}

exports.bus = bus;
exports.leak = () => {
  serve();
};
exports.clean = () => {
  serve()();
};
const listener = { className: 'Function', perLoop: 1, together: 16_200 };
exports.growth = [
  { name: 'require cache cases/shared-state.js › exports.bus › listener of "data"', ...listener },
  { name: 'require cache cases/shared-state.js › exports.bus › listener of "end"', ...listener },
];
