'use strict';

const { gcTracker } = require('./lib/adapters/chai.js');

module.exports = gcTracker;
