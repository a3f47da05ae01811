'use strict';

// `node creation.js '{"name":"sql.js"}'`: creates a sandbox of a package some times, with a piece of work and a disposal in between,
// and prints how long each creation took, in ms.

const path = require('node:path');
const { performance } = require('node:perf_hooks');
const process = require('node:process');
const { setTimeout } = require('node:timers/promises');
const { packages } = require('../../__test__/sandbox/packages.js');
const { workloads } = require('../../__test__/sandbox/workloads.js');
const { createSandbox } = require('../../lib/sandbox/index.js');

const TIMES = 3;
/** For what other threads compile after the work, which is no part of a creation. */
const PAUSE_MS = 300;

async function main({ name }) {
  const entry = path.join(packages(), name);
  const { options, use } = workloads[name];
  const times = [];
  for (let i = 0; i < TIMES; i++) {
    const from = performance.now();
    const sandbox = await createSandbox(entry, options);
    times.push(performance.now() - from);
    sandbox.call(use);
    await sandbox.dispose();
    await setTimeout(PAUSE_MS);
  }
  console.log(`RESULT ${JSON.stringify({ times })}`);
}

main(JSON.parse(process.argv[2]));
