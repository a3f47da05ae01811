'use strict';

// createSandbox, each program in a process of its own; on all Node versions, or in the short form each on one of them.

const { describe, test } = require('node:test');
const { spread } = require('../../runtimes');
const { packages } = require('../packages.js');
const { names } = require('./programs.js');
const { runNode } = require('../../support/run.js');

packages();

for (const { name: runtime, command, cases } of spread(names)) {
  describe(`createSandbox, ${runtime}`, { concurrency: 2 }, () => {
    for (const name of cases) {
      test(name, async () => {
        await runNode(['programs.js', name], { command, cwd: __dirname });
      });
    }
  });
}
