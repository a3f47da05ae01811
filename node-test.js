'use strict';

const { allowLeaks } = require('./lib/adapters/node-test.js');

module.exports = { allowLeaks };
