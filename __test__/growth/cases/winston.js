'use strict';

// A winston logger for each request, by the id of the request: winston's container keeps them until they are closed.

const { Writable } = require('node:stream');
const winston = require('../../packages/require-pinned.js')('winston');

const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() }).setMaxListeners(0);
let count = 0;

function handle() {
  const id = `request-${count++}`;
  winston.loggers.get(id, { transports: [new winston.transports.Stream({ stream: nowhere })] }).info('hello');
  return id;
}

exports.leak = () => {
  handle();
};
exports.clean = () => {
  winston.loggers.close(handle());
};
exports.growth = [{ name: /winston.* › .*\.loggers › \.loggers \(Map\)$/, className: /Logger/, perLoop: 1 }];
