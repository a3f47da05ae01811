'use strict';

// This library, as the documentation says to use it.

const { trackGC } = require('../../index.js');

function track(target, callback, label) {
  return label === undefined ? trackGC(target, callback) : trackGC(target, callback, { label });
}

module.exports = { track };
