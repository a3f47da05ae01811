'use strict';

// Programs that run beside a test, and what a test waits for.

const { spawn } = require('node:child_process');
const process = require('node:process');
const readline = require('node:readline');
const { setTimeout: delay } = require('node:timers/promises');
const { after } = require('./workspace.js');

/**
 * Starts a program, which is ended after the test. `line(pattern)` resolves with the match of the next line
 * of its output that matches, and rejects if it ends before.
 */
function start(t, command, args, { cwd, env = {} } = {}) {
  const child = spawn(command, args, {
    cwd,
    env: { PATH: process.env.PATH, HOME: cwd, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (data) => {
    errors += data;
  });
  const ended = new Promise((resolve) => {
    child.on('close', (code, signal) => resolve(code ?? signal));
    child.on('error', (error) => {
      errors += error.message;
      resolve(error.code);
    });
  });
  after(t, async () => {
    child.kill('SIGKILL');
    await ended;
  });
  const lines = readline.createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const line = async (pattern) => {
    for (;;) {
      const { done, value } = await lines.next();
      if (done)
        throw new Error(`${command} ${args[0]} ended (${await ended}) before it said ${pattern}: ${errors}`);
      const match = pattern.exec(value);
      if (match !== null) return match;
    }
  };
  return { ended, line, errors: () => errors, kill: (signal) => child.kill(signal) };
}

/** Resolves with the first answer that `isEnough`; asks again, until the bound. */
async function until(ask, isEnough, what, boundMs = 120_000) {
  const end = Date.now() + boundMs;
  for (;;) {
    const answer = await ask();
    if (isEnough(answer)) return answer;
    if (Date.now() > end)
      throw new Error(`not within ${boundMs} ms: ${what}; last: ${JSON.stringify(answer)}`);
    await delay(200);
  }
}

module.exports = { start, until };
