'use strict';

// The operations on a fresh module, watched with the options { watch }, or not watched: ns of processor time a call.

const process = require('node:process');
const createLeaky = require('../../__test__/sandbox/fixtures/leaky.js');
const { load, root } = require('../harness/checkout.js');
const { answer } = require('../harness/child.js');
const { median } = require('../harness/statistics.js');
const { operations } = require('./operations.js');

const { watchWasm } = load(root, 'gc-tracker/sandbox');

const CALLS = 20_000;
const ROUNDS = 5;

answer(async ({ watch }) => {
  const leaky = await createLeaky();
  if (watch !== undefined) watchWasm(leaky, watch);
  const image = new leaky.Image(8, 8);
  const figures = {};
  for (const [name, operation] of Object.entries(operations)) {
    const rounds = Array.from({ length: ROUNDS }, () => time(() => operation(leaky, image)));
    figures[name] = median(rounds.slice(1));
    await new Promise(setImmediate);
  }
  return figures;
});

/** Of a call. Processor time, since others may use the machine. */
function time(call) {
  const start = process.cpuUsage();
  for (let calls = 0; calls < CALLS; calls++) call();
  return (process.cpuUsage(start).user * 1000) / CALLS;
}
