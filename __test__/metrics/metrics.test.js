'use strict';

// Metrics, in prom-client, Prometheus and OpenTelemetry's SDK.

const { before } = require('node:test');
const { install } = require('./place.js');
const { installPrometheus } = require('./prometheus.js');

before(() => {
  install();
  installPrometheus();
});

require('./registry.js');
require('./opentelemetry.js');
require('./recyclers.js');
require('./processes.js');
require('./docs.js');
require('./examples.js');
require('./service.js');
