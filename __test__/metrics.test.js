'use strict';

// Metrics, in prom-client, Prometheus and OpenTelemetry's SDK.

const { before } = require('node:test');
const { install } = require('./metrics/place.js');
const { installPrometheus } = require('./metrics/prometheus.js');

before(() => {
  install();
  installPrometheus();
});

require('./metrics/registry.js');
require('./metrics/opentelemetry.js');
require('./metrics/fronts.js');
require('./metrics/processes.js');
require('./metrics/docs.js');
require('./metrics/examples.js');
require('./metrics/service.js');
