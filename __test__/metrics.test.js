'use strict';

// Metrics, in prom-client, Prometheus and OpenTelemetry's SDK.

const { before } = require('node:test');
const { install } = require('./metrics/place.js');
const { installPrometheus } = require('./metrics/prometheus.js');

before(() => {
  install();
  installPrometheus();
});

require('./metrics/service.js');
require('./metrics/opentelemetry.js');
