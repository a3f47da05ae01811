'use strict';

// createSandbox, each program in a process of its own, on all versions of Node.js that are installed.

const { execFile } = require('node:child_process');
const path = require('node:path');
const { describe, test } = require('node:test');
const { promisify } = require('node:util');
const { nodes } = require('./leaks/nodes.js');
const { packages } = require('./sandbox/packages.js');
const { names } = require('./sandbox/programs.js');

const limits = { cwd: path.join(__dirname, 'sandbox'), timeout: 120_000, killSignal: 'SIGKILL' };

packages();

for (const { name: runtime, command } of nodes()) {
  describe(`createSandbox, ${runtime}`, { concurrency: 2 }, () => {
    for (const name of names) {
      test(name, async () => {
        // A runner's own settings must not reach the program.
        const { NODE_OPTIONS, NODE_TEST_CONTEXT, ...env } = process.env;
        await promisify(execFile)(command, ['programs.js', name], { ...limits, env });
      });
    }
  });
}
