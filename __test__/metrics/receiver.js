'use strict';

// A receiver of what OpenTelemetry exports by OTLP over HTTP, on loopback.

const http = require('node:http');

/** A receiver of OTLP over HTTP in JSON; resolves with { port, requests }. */
async function receive(t) {
  const requests = [];
  const server = http.createServer(async (request, response) => {
    const chunks = await request.toArray();
    requests.push(JSON.parse(Buffer.concat(chunks).toString()));
    response.setHeader('content-type', 'application/json').end('{}');
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.on('listening', resolve));
  t.after(() => server.close());
  return { port: server.address().port, requests };
}

/** Metrics by name, of an OTLP request. */
function received({ resourceMetrics }) {
  const metrics = resourceMetrics.flatMap(({ scopeMetrics }) =>
    scopeMetrics.flatMap(({ metrics }) => metrics),
  );
  return Object.fromEntries(metrics.map((metric) => [metric.name, metric]));
}

/** { [label]: value } of a metric's points by OTLP. */
function receivedByLabel({ sum, histogram }) {
  const entries = (sum ?? histogram).dataPoints.map(({ attributes, asDouble, asInt, count }) => {
    const { stringValue } = attributes.find(({ key }) => key === 'gc_tracker.label').value;
    return [stringValue, Number(asDouble ?? asInt ?? count)];
  });
  return Object.fromEntries(entries);
}

module.exports = { receive, received, receivedByLabel };
