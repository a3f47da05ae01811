'use strict';

// createSandbox, each program in a process of its own; on all Node versions, or in the short form each on one of them.

const { execFile } = require('node:child_process');
const { describe, test } = require('node:test');
const { promisify } = require('node:util');
const { spread } = require('../../runtimes');
const { packages } = require('../packages.js');
const { names } = require('./programs.js');

const limits = { cwd: __dirname, timeout: 120_000, killSignal: 'SIGKILL' };

packages();

for (const { name: runtime, command, cases } of spread(names)) {
  describe(`createSandbox, ${runtime}`, { concurrency: 2 }, () => {
    for (const name of cases) {
      test(name, async () => {
        // A runner's own settings must not reach the program.
        const { NODE_OPTIONS, NODE_TEST_CONTEXT, ...env } = process.env;
        await promisify(execFile)(command, ['programs.js', name], { ...limits, env });
      });
    }
  });
}
