'use strict';

// A timer made within a request keeps the request's AsyncLocalStorage store.

const { AsyncLocalStorage } = require('node:async_hooks');

class RequestContext {}

const requests = new AsyncLocalStorage();

function refresh() {}

function serve(track) {
  return requests.run(track(new RequestContext(), 'context'), () => setInterval(refresh, 60_000));
}

exports.requests = requests;
exports.leak = (track) => {
  serve(track);
};
exports.clean = (track) => {
  clearInterval(serve(track));
};
exports.culprit = [/refresh|interval|timeout/i, /AsyncLocalStorage/, /RequestContext/];
