'use strict';

// Runs child.js on a runtime and resolves to its result; a crash, a hang or no result is { failed }.

const { spawn } = require('node:child_process');
const path = require('node:path');
const { clearTimeout, setTimeout } = require('node:timers');

const TIMEOUT_MS = 180_000;
const childFile = path.join(__dirname, 'child.js');

function runChild(runtime, scenario, contender, oneCase) {
  const args = [...runtime.args, '--expose-gc', childFile, scenario, contender, JSON.stringify(oneCase)];
  const env = { ...process.env };
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
