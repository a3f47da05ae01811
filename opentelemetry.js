'use strict';

const { registerMetrics } = require('./lib/metrics/opentelemetry.js');

module.exports = { registerMetrics };
