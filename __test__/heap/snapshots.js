'use strict';

// Heap snapshots to test on: `programs/` holds one small program each for a kind of heap, and `take`
// runs one under a given Node. Nothing is cached: each call takes a new snapshot.

const { spawn } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const folder = path.join(__dirname, 'programs');

/** The programs' names, without extension. */
const programs = fs
  .readdirSync(folder)
  .filter((name) => name.endsWith('.js'))
  .map((name) => name.slice(0, -3))
  .sort();

// A program takes about a second; this only ends one that hangs.
const TIMEOUT_MS = 60_000;

/**
 * Runs `program` under `runtime` ({ command, args }), which writes its snapshot to `file`.
 * Rejects with what it printed if it failed.
 */
function take(runtime, program, file) {
  if (!programs.includes(program)) return Promise.reject(new RangeError(`unknown program: '${program}'`));
  // What an earlier run left must not pass for this one's.
  fs.rmSync(file, { force: true });
  return new Promise((resolve, reject) => {
    const script = path.join(folder, `${program}.js`);
    const child = spawn(runtime.command, [...runtime.args, script, file], {
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: TIMEOUT_MS,
      killSignal: 'SIGKILL',
    });
    let printed = '';
    child.stdout.on('data', (chunk) => (printed += chunk));
    child.stderr.on('data', (chunk) => (printed += chunk));
    child.on('error', reject);
    child.on('close', (status, signal) => {
      if (status === 0 && fs.existsSync(file)) resolve(file);
      else reject(new Error(`program '${program}' on ${runtime.command}: ${signal ?? status}\n${printed}`));
    });
  });
}

module.exports = { programs, take };
