'use strict';

// Each server listens on the process, and is never done with it.

class Server {
  closing = false;
}

function start(track) {
  const server = track(new Server(), 'server');
  const shutDown = () => {
    server.closing = true;
  };
  process.on('beforeExit', shutDown);
  return shutDown;
}

exports.leak = (track) => {
  start(track);
};
exports.clean = (track) => {
  process.off('beforeExit', start(track));
};
exports.culprit = [/process/, /beforeExit/, /shutDown/, /process-listener\.js:11/, /\bserver\s+Server/];
