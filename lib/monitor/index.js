'use strict';

const { monitorMemory } = require('./monitor.js');

module.exports = { monitorMemory };
