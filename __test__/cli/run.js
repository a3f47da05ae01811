'use strict';

// Runs the real command, on pipes or on a terminal, and gathers what it did.

const { spawn } = require('node:child_process');
const path = require('node:path');

const bin = path.resolve(__dirname, '../../bin/gc-tracker.js');
// A run takes less than a second; this only ends one that hangs.
const TIMEOUT_MS = 60_000;

function environment(more) {
  const { NO_COLOR: _1, FORCE_COLOR: _2, NODE_OPTIONS: _3, ...rest } = process.env;
  return { ...rest, ...more };
}

/** { code, signal, stdout, stderr } of the command with these arguments; `started` gets the child. */
function run(args, started = () => {}, cwd = process.cwd()) {
  const options = { cwd, env: environment(), timeout: TIMEOUT_MS };
  return gather(spawn(process.execPath, [bin, ...args], options), started);
}

/** The same on a pseudo-terminal, by `script`: everything is in stdout. */
function runInTerminal(args, env = {}, started = () => {}) {
  const words = [process.execPath, bin, ...args];
  const quoted = words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
  const line = process.platform === 'linux' ? ['-qec', quoted, '/dev/null'] : ['-q', '/dev/null', ...words];
  const options = { env: environment({ TERM: 'xterm', ...env }), timeout: TIMEOUT_MS };
  return gather(spawn('script', line, options), started);
}

function gather(child, started) {
  const result = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text) => (result.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (result.stderr += text));
  started(child);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, ...result }));
  });
}

module.exports = { run, runInTerminal };
