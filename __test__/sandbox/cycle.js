'use strict';

// `node cycle.js '{"name":"sql.js","cycles":40}'`: creates a sandbox of a package, uses and disposes of it, again and again, and
// prints the memory after each cycle and what the process had of listeners and timers before and after them all.

const path = require('node:path');
const process = require('node:process');
const { setImmediate } = require('node:timers/promises');
const { packages } = require('./packages.js');
const { workloads } = require('./workloads.js');
const { createSandbox } = require('../../lib/sandbox/index.js');

/** Pieces of work in a cycle. */
const PIECES = 3;
/** A machine that has other things to do may stand still for many seconds in some hours of this. */
const TIMEOUT_MS = 120_000;

/** What modules are known to leave behind, as { name: number }. */
function leftovers() {
  const counts = {};
  for (const event of process.eventNames()) counts[`on ${String(event)}`] = process.listenerCount(event);
  for (const resource of process.getActiveResourcesInfo()) counts[resource] = (counts[resource] ?? 0) + 1;
  return counts;
}

async function main({ name, cycles }) {
  const entry = path.join(packages(), name);
  const { options, use } = workloads[name];
  const rss = [];
  const proven = [];
  const failed = [];
  const before = leftovers();
  for (let i = 0; i < cycles; i++) {
    const sandbox = await createSandbox(entry, { ...options, timeoutMs: TIMEOUT_MS });
    for (let piece = 0; piece < PIECES; piece++) sandbox.call(use);
    try {
      const { wasmBytes } = await sandbox.dispose({ timeoutMs: TIMEOUT_MS });
      proven.push(wasmBytes);
    } catch (error) {
      failed.push(`cycle ${i + 1}: ${error.message}`);
    }
    rss.push(process.memoryUsage.rss());
  }
  // What our own tracker has to call back.
  await setImmediate();
  console.log(`RESULT ${JSON.stringify({ rss, proven, failed, before, after: leftovers() })}`);
}

main(JSON.parse(process.argv[2]));
