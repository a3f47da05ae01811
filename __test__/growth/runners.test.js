'use strict';

// assertNoGrowth in real test runners, on all Node versions or, in the short form, each on one of them: a clean test passes,
// and the report of the other one names the leak.

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { before, describe, test } = require('node:test');
const { installTracker } = require('../packages/tracker.js');
const { run } = require('../adapters/run.js');
const { current, second } = require('../packages');
const { spread } = require('../runtimes');
const { workspace } = require('../support/workspace.js');

const suites = path.join(__dirname, 'runners');
const jestConfig = JSON.stringify({ testMatch: ['**/*.suite.js'], transform: {} });

const runners = {
  mocha: ['node_modules/mocha/bin/mocha.js', 'mocha.suite.js'],
  'node:test': ['--test', '--test-reporter=tap', 'node-test.suite.js'],
  jest: ['node_modules/jest/bin/jest.js', '--config', jestConfig, 'jest.suite.js'],
  'vitest forks': ['node_modules/vitest/vitest.mjs', 'run', '--pool=forks'],
  'vitest threads': ['node_modules/vitest/vitest.mjs', 'run', '--pool=threads'],
};

/** A folder with the suites, and with runners that run on the Node.js version. */
function workspaceOf(t, runner, { version }) {
  const isOld = runner.startsWith('vitest') && Number.parseInt(version.replace('v', ''), 10) < 22;
  const files = fs.readdirSync(suites).map((name) => path.join(suites, name));
  const config = 'export default { test: { include: ["vitest.suite.mjs"] } };\n';
  const programs = { 'vitest.config.mjs': config };
  return workspace(t, { modules: isOld ? second() : current(), files, programs });
}

before(installTracker);

for (const node of spread(Object.keys(runners))) {
  describe(`growth in test runners, ${node.name}`, () => {
    for (const runner of node.cases) {
      test(runner, async (t) => {
        const folder = workspaceOf(t, runner, node);
        const { code, stdout, stderr } = await run(node, folder, runners[runner], { NO_COLOR: '1' });
        const output = `${stdout}${stderr}`;
        assert.match(output, /growth on every round: 1 kind of path \(/);
        assert.match(output, /sessions \(Map\)\s+\+7 entries a round/);
        assert.match(output, /a loop: 1 Session,/);
        assert.match(output, /\b1 pass(?:ed|ing)|# pass 1/);
        assert.match(output, /\b1 fail(?:ed|ing)|# fail 1/);
        assert.strictEqual(code, 1, output);
      });
    }
  });
}
