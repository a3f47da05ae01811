'use strict';

const { createSandbox } = require('./lib/sandbox/sandbox.js');

module.exports = { createSandbox };
