'use strict';

const { registerMetrics } = require('./lib/metrics/prometheus.js');

module.exports = { registerMetrics };
