'use strict';

// Clean assertions in a row, in a process of its own, on a Node.

const { execFile } = require('node:child_process');
const path = require('node:path');

/** For a thousand, with a machine to spare it takes ten seconds. */
const BOUND_MS = 300_000;

/** Resolves with { done, snapshots, alarms } of `count` assertions. */
function runClean(count, command) {
  const args = [path.join(__dirname, 'child.js'), String(count)];
  return new Promise((resolve, reject) => {
    execFile(command, args, { timeout: BOUND_MS, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${command}: ${error.message}\n${stderr}`));
      else resolve(JSON.parse(stdout));
    });
  });
}

module.exports = { runClean };
