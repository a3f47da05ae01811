'use strict';

// Runs programs and gathers what they print.

const { execFile } = require('node:child_process');
const process = require('node:process');

/** This only ends a program that hangs. */
const BOUND_MS = 120_000;

/** This process's environment without the settings of a test runner, which would reach the program. */
function plainEnvironment() {
  const { NODE_OPTIONS: _1, NODE_TEST_CONTEXT: _2, ...env } = process.env;
  return env;
}

/** Resolves with { code, stdout, stderr }, however the program ends; `code` may be the name of a signal. */
function run(command, args, { cwd, env = plainEnvironment(), timeout = BOUND_MS } = {}) {
  const options = { cwd, env, timeout, killSignal: 'SIGKILL', maxBuffer: 2 ** 26 };
  return new Promise((resolve) => {
    execFile(command, args, options, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : (error.code ?? error.signal), stdout, stderr });
    });
  });
}

/** As `run` on a Node.js; rejects with what the program said unless it ends with 0. */
async function runNode(args, { command = process.execPath, ...options } = {}) {
  const result = await run(command, args, options);
  if (result.code === 0) return result;
  throw new Error(`node ${args.join(' ')} ended with ${result.code}\n${result.stdout}\n${result.stderr}`);
}

module.exports = { plainEnvironment, run, runNode };
