'use strict';

// A cluster of two workers, each with objects of its own; the primary prints what its AggregatorRegistry
// gives.

const cluster = require('node:cluster');
const client = require('prom-client');

const WORKERS = 2;

async function primary() {
  const registry = new client.AggregatorRegistry();
  const workers = Array.from({ length: WORKERS }, () => cluster.fork());
  await Promise.all(workers.map((worker) => new Promise((resolve) => worker.on('message', resolve))));
  console.log(JSON.stringify(await registry.clusterMetrics()));
  for (const worker of workers) worker.disconnect();
}

async function worker() {
  const { forceGC, trackGC } = require('gc-tracker');
  const { monitorMemory } = require('gc-tracker/monitor');
  const { registerMetrics } = require('gc-tracker/prometheus');
  // It is what answers the primary.
  new client.AggregatorRegistry();
  registerMetrics(client.register, { monitor: monitorMemory() });
  const make = (label, kept) => {
    for (let number = 0; number < 10; number++) {
      const target = { number };
      trackGC(target, undefined, { label }).markDisposed();
      kept?.push(target);
    }
  };
  const kept = [];
  make('kept', kept);
  make('collected');
  await new Promise((resolve) => setTimeout(resolve, 1100));
  await forceGC({ cycles: 5 });
  process.send(`ready, and ${kept.length} are kept`);
}

(cluster.isPrimary ? primary() : worker()).catch((error) => {
  console.error(error);
  process.exit(1);
});
