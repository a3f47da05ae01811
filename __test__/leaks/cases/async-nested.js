'use strict';

// An async function that waits for another one, which waits for what never comes.

class Request {
  answered = false;
}

let connect;
const connected = new Promise((resolve) => {
  connect = resolve;
});

async function query() {
  await connected;
  return 1;
}

async function handle(track) {
  const request = track(new Request(), 'request');
  const result = await query();
  request.answered = result === 1;
}

exports.connected = connected;
exports.leak = (track) => {
  handle(track);
};
exports.clean = async (track) => {
  const handled = handle(track);
  connect();
  await handled;
};
exports.culprit = [
  /require cache\s+.*async-nested\.js/,
  /exports\.connected\s+Promise/,
  /async function query/,
  /async function handle/,
  /async-nested\.js:21/,
  /\brequest\s+Request/,
];
exports.hint = /held only by variable request of async function handle/;
