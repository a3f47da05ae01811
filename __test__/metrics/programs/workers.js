'use strict';

// Two threads beside the main one, each with objects of its own: each sends its metrics to the main thread
// when that is asked for them, which makes one answer of all.

const { Worker, isMainThread, parentPort, threadId } = require('node:worker_threads');
const client = require('prom-client');
const { forceGC, trackGC } = require('gc-tracker');
const { registerMetrics } = require('gc-tracker/prometheus');

const once = (port) => new Promise((resolve) => port.once('message', resolve));

async function main() {
  const workers = Array.from({ length: 2 }, () => new Worker(__filename));
  await Promise.all(workers.map(once));
  registerMetrics(client.register);
  client.register.setDefaultLabels({ thread: 'main' });
  trackGC(workers, undefined, { label: 'kept' });
  const parts = workers.map((worker) => {
    worker.postMessage('metrics');
    return once(worker);
  });
  const all = await Promise.all([client.register.getMetricsAsJSON(), ...parts]);
  console.log(JSON.stringify(await client.AggregatorRegistry.aggregate(all).metrics()));
  await Promise.all(workers.map((worker) => worker.terminate()));
}

async function worker() {
  registerMetrics(client.register);
  client.register.setDefaultLabels({ thread: threadId });
  const kept = Array.from({ length: 10 }, (_, number) => ({ number }));
  for (const target of kept) trackGC(target, undefined, { label: 'kept' });
  (() => {
    for (let number = 0; number < 10; number++) trackGC({ number }, undefined, { label: 'collected' });
  })();
  await forceGC({ cycles: 5 });
  parentPort.postMessage('ready');
  parentPort.on('message', async () => {
    parentPort.postMessage(await client.register.getMetricsAsJSON());
    kept.at(-1);
  });
}

(isMainThread ? main() : worker()).catch((error) => {
  console.error(error);
  process.exit(1);
});
