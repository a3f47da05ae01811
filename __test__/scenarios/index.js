'use strict';

// Runs a scenario as a program of its own and says how it ended.

const { execFile } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

/** The longest that a scenario may take; then it counts as hanging. */
const LIMIT_MS = 90_000;

/** What is no scenario. */
const OTHERS = /^(?:index|support|matrix|.*\.test)\.js$/;

const names = fs
  .readdirSync(__dirname)
  .filter((file) => file.endsWith('.js') && !OTHERS.test(file))
  .map((file) => path.basename(file, '.js'));

const here = { name: 'this node', command: process.execPath, args: [] };

/** { ok, ms, reason }: the reason of a failure is what the scenario wrote to stderr. */
function runScenario(name, runtime = here) {
  const started = Date.now();
  const file = path.join(__dirname, `${name}.js`);
  // A runner's own settings must not reach the program.
  const { NODE_OPTIONS, NODE_TEST_CONTEXT, ...env } = process.env;
  return new Promise((resolve) => {
    const options = { timeout: LIMIT_MS, killSignal: 'SIGKILL', encoding: 'utf8', env };
    execFile(runtime.command, [...runtime.args, file], options, (error, stdout, stderr) => {
      const ms = Date.now() - started;
      if (error === null) return resolve({ ok: true, ms });
      const end = error.killed
        ? `hung for ${LIMIT_MS} ms`
        : `exit code ${error.code}, signal ${error.signal}`;
      const output = `${stdout}${stderr}`.slice(0, 2000);
      resolve({ ok: false, ms, reason: `${name} on ${runtime.name}: ${end}\n${output}` });
    });
  });
}

module.exports = { names, runScenario };
