'use strict';

const { recycle } = require('./lib/sandbox/recycle.js');
const { createSandbox } = require('./lib/sandbox/sandbox.js');
const { watchWasm } = require('./lib/sandbox/watch/watch.js');

module.exports = { createSandbox, recycle, watchWasm };
