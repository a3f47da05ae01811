'use strict';

// A handler that is kept keeps the request of which it was made.

class Request {
  id = 7;
}

function handlerFor(track) {
  const request = track(new Request(), 'request');
  return function answer() {
    return request.id;
  };
}

exports.handler = null;
exports.leak = (track) => {
  exports.handler = handlerFor(track);
};
exports.clean = (track) => {
  exports.handler = handlerFor(track);
  exports.handler = null;
};
exports.culprit = [
  /require cache\s+.*closure-variable\.js/,
  /exports\.handler\s+function answer/,
  /closure-variable\.js:11/,
  /\brequest\s+Request/,
];
