'use strict';

// recycle: a front before sandboxes, each of which serves until it has passed a limit or has crashed.

const { Front } = require('./recycle/front.js');

function recycle(factory, options) {
  return new Front(factory, options);
}

module.exports = { recycle };
