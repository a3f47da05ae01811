'use strict';

// Clean assertions in a row, in a process of its own, on a Node.

const path = require('node:path');
const { runNode } = require('../../support/run.js');

/** For a thousand, with a machine to spare it takes ten seconds. */
const BOUND_MS = 300_000;

/** Resolves with { done, snapshots, alarms } of `count` assertions. */
async function runClean(count, command) {
  const args = [path.join(__dirname, 'child.js'), String(count)];
  const { stdout } = await runNode(args, { command, timeout: BOUND_MS });
  return JSON.parse(stdout);
}

module.exports = { runClean };
