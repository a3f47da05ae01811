'use strict';

// { name } of a package: creates a sandbox of it three times, with a piece of work and a disposal in between. How many
// milliseconds each creation took.

const path = require('node:path');
const { performance } = require('node:perf_hooks');
const { setTimeout } = require('node:timers/promises');
const { packages } = require('../../__test__/sandbox/packages.js');
const { workloads } = require('../../__test__/sandbox/workloads.js');
const { load, root } = require('../harness/checkout.js');
const { answer } = require('../harness/child.js');

const { createSandbox } = load(root, 'gc-tracker/sandbox');

/** For what other threads compile after the work, which is no part of a creation. */
const PAUSE_MS = 300;

answer(async ({ name }) => {
  const entry = path.join(packages(), name);
  const { options, use } = workloads[name];
  const times = {};
  for (const time of ['first', 'second', 'third']) {
    const from = performance.now();
    const sandbox = await createSandbox(entry, options);
    times[time] = performance.now() - from;
    sandbox.call(use);
    await sandbox.dispose();
    await setTimeout(PAUSE_MS);
  }
  return times;
});
