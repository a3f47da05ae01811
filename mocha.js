'use strict';

const { mochaHooks, allowLeaks } = require('./lib/adapters/mocha.js');

module.exports = { mochaHooks, allowLeaks };
