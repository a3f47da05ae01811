'use strict';

// A reaction to a promise that is never settled.

class Client {
  started = false;
}

let release;
const ready = new Promise((resolve) => {
  release = resolve;
});

function startWhenReady(track) {
  const client = track(new Client(), 'client');
  ready.then(function start() {
    client.started = true;
  });
}

exports.ready = ready;
exports.leak = (track) => startWhenReady(track);
exports.clean = async (track) => {
  startWhenReady(track);
  release();
  await ready;
};
exports.culprit = [
  /require cache\s+.*pending-promise\.js/,
  /exports\.ready\s+Promise/,
  /then|pending/,
  /start\b/,
  /pending-promise\.js:16/,
  /\bclient\s+Client/,
];
