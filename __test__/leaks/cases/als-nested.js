'use strict';

// The store of an AsyncLocalStorage is a Map, and the target is one of its values.

const { AsyncLocalStorage } = require('node:async_hooks');

class User {}

const requests = new AsyncLocalStorage();

function poll() {}

function serve(track) {
  return requests.run(new Map(), () => {
    requests.getStore().set('user', track(new User(), 'user'));
    return setInterval(poll, 60_000);
  });
}

exports.leak = (track) => {
  serve(track);
};
exports.clean = (track) => {
  clearInterval(serve(track));
};
exports.culprit = [/poll|interval|timeout/i, /AsyncLocalStorage/, /Map/, /\["user"\]\s+User/];
