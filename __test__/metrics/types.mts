// What users write.

import { metrics } from '@opentelemetry/api';
import { monitorMemory } from 'gc-tracker/monitor';
import { registerMetrics as registerOpenTelemetry } from 'gc-tracker/opentelemetry';
import { registerMetrics, type RegisteredMetrics } from 'gc-tracker/prometheus';
import client from 'prom-client';

const monitor = monitorMemory();
const handle: RegisteredMetrics = registerMetrics(client.register, {
  monitor,
  prefix: 'shop_',
  maxLabels: 10,
});
registerMetrics(new client.AggregatorRegistry());
handle.dispose();

registerOpenTelemetry(metrics.getMeter('shop'), { monitor, gcPauses: true }).dispose();

// @ts-expect-error: not a registry
registerMetrics({});
// @ts-expect-error: not a Meter
registerOpenTelemetry({});
// @ts-expect-error: no such option
registerOpenTelemetry(metrics.getMeter('shop'), { prefix: 'shop_' });
