'use strict';

// The types fit those of prom-client and of OpenTelemetry.

const assert = require('node:assert');
const path = require('node:path');
const process = require('node:process');
const { before, test } = require('node:test');
const { current } = require('../packages');
const { installTracker } = require('../packages/tracker.js');
const { run } = require('../support/run.js');
const { root, workspace } = require('../support/workspace.js');

before(installTracker);

test('the types take what prom-client and OpenTelemetry have', async (t) => {
  const files = ['types.mts', 'tsconfig.json'].map((name) => path.join(__dirname, name));
  const cwd = workspace(t, { modules: current(), files });
  const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
  const result = await run(process.execPath, [tsc, '--project', cwd], { cwd });
  assert.deepStrictEqual(result, { code: 0, stdout: '', stderr: '' });
});
