'use strict';

// A folder in which a user's program would run, with prom-client, OpenTelemetry and gc-tracker installed, and
// programs that run there.

const { spawn } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const process = require('node:process');
const readline = require('node:readline');
const { setTimeout: delay } = require('node:timers/promises');
const adapters = require('../adapters/install.js');

/** OpenTelemetry's newest SDK needs Node.js 22.15. */
const folders = { default: __dirname, sdk3: path.join(__dirname, 'sdk3') };

const install = () => adapters.install(Object.values(folders));

/** What is to be done after a test, by the test. */
const endings = new WeakMap();

/** As `t.after`, but the last first: a folder goes after the programs that run in it. */
function after(t, work) {
  if (!endings.has(t)) {
    endings.set(t, []);
    t.after(async () => {
      for (const one of endings.get(t).reverse()) await one();
    });
  }
  endings.get(t).push(work);
}

/** A folder with copies of the files; it is removed after the test. */
function place(t, files, packages = 'default') {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'gc-tracker-metrics-')));
  after(t, () => fs.rmSync(folder, { recursive: true }));
  fs.symlinkSync(path.join(folders[packages], 'node_modules'), path.join(folder, 'node_modules'));
  for (const file of files) fs.copyFileSync(file, path.join(folder, path.basename(file)));
  return folder;
}

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
  return { ended, line, errors: () => errors };
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

module.exports = { install, place, start, until };
