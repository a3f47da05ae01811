'use strict';

// Runs child.js on a runtime and resolves to its result; a crash, a hang or no result is { failed }.

const { spawn } = require('node:child_process');
const os = require('node:os');
const path = require('node:path');
const { clearTimeout, setTimeout } = require('node:timers');

const TIMEOUT_MS = 600_000;
const childFile = path.join(__dirname, 'child.js');

/** For all alike: memlab keeps the snapshot of a large heap as JavaScript objects. */
const ROOMY = `--max-old-space-size=${Math.floor((os.totalmem() * 0.7) / 2 ** 20)}`;

function runChild(runtime, { name, rounds }, contender, size) {
  const args = [...runtime.args, ROOMY, childFile, name, contender, size, String(rounds[size])];
  // As in a test.
  const env = { ...process.env, NODE_ENV: 'test' };
  delete env.NODE_OPTIONS;
  return new Promise((resolve) => {
    const child = spawn(runtime.command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let result;
    let stdout = '';
    let stderr = '';
    const timer = setTimeout(() => {
      result = { failed: `no result after ${TIMEOUT_MS / 1000} s` };
      child.kill('SIGKILL');
    }, TIMEOUT_MS);
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
      const line = /^RESULT (.*)\n/m.exec(stdout);
      if (line === null || result !== undefined) return;
      result = JSON.parse(line[1]);
      child.kill('SIGKILL');
    });
    child.stderr.on('data', (chunk) => {
      stderr = (stderr + chunk).slice(-4000);
    });
    child.on('error', (error) => {
      result ??= { failed: error.message };
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve(result ?? { failed: `ended with ${signal ?? code}: ${stderr.trim().split('\n').at(-1)}` });
    });
  });
}

module.exports = { runChild };
