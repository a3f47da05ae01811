'use strict';

// The npm package weak-napi: a weak reference behind a proxy, with a callback.

const weak = require('weak-napi');

function track(target, callback) {
  return weak(target, callback);
}

module.exports = { track };
