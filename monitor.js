'use strict';

const { monitorMemory } = require('./lib/monitor/monitor.js');

module.exports = { monitorMemory };
