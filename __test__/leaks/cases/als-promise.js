'use strict';

// A reaction to a promise of the whole program keeps the AsyncLocalStorage store of its request.

const { AsyncLocalStorage } = require('node:async_hooks');

class RequestContext {}

const requests = new AsyncLocalStorage();
let warm;
const warmUp = new Promise((resolve) => {
  warm = resolve;
});

function answer() {}

function serve(track) {
  requests.run(track(new RequestContext(), 'context'), () => {
    warmUp.then(answer);
  });
}

exports.warmUp = warmUp;
exports.leak = (track) => serve(track);
exports.clean = async (track) => {
  serve(track);
  warm();
  await warmUp;
};
exports.culprit = [
  /require cache\s+.*als-promise\.js/,
  /exports\.warmUp\s+Promise/,
  /AsyncLocalStorage/,
  /RequestContext/,
];
