'use strict';

// The examples in the adapters' declaration files run as they stand, but for a type that JavaScript does not have.

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const process = require('node:process');
const { test } = require('node:test');
const { examplesOf } = require('../docs/examples-of.js');
const { place, run } = require('./run.js');

const node = { command: process.execPath };
const major = Number.parseInt(process.versions.node, 10);

const assumed = `
const cache = new Set();
class Session { handle = trackGC(this); }
const track = () => trackGC({});
`;
const required = `const { trackGC } = require('gc-tracker');${assumed}`;
const imported = `import { trackGC } from 'gc-tracker';${assumed}`;
const asTest = (code) => `it('runs', async () => { const tracked = track();\n${code}\n});`;

const runners = {
  'mocha.d.ts': {
    files: (code) => ({
      'a.test.js': `${required} const { allowLeaks } = require('gc-tracker/mocha');\n${code}`,
    }),
    args: ['node_modules/mocha/bin/mocha.js', '--require', 'gc-tracker/mocha', 'a.test.js'],
  },
  'node-test.d.ts': {
    files: (code) => ({
      'a.test.js': `${required} const { test } = require('node:test');
        const { allowLeaks } = require('gc-tracker/node-test');\n${code}`,
    }),
    args: ['--test', '--require', 'gc-tracker/node-test', 'a.test.js'],
  },
  'jest.d.ts': {
    files: (code) => ({
      'jest.config.js': "module.exports = { setupFilesAfterEnv: ['gc-tracker/jest'] };",
      'a.test.js': required + asTest(code),
    }),
    args: ['node_modules/jest/bin/jest.js'],
  },
  'vitest.d.mts': {
    files: (code) => ({
      'vitest.config.mjs': "export default { test: { setupFiles: ['gc-tracker/vitest'] } };",
      'a.test.mjs': `import { expect, it } from 'vitest'; ${imported}${asTest(code)}`,
    }),
    args: ['node_modules/vitest/vitest.mjs', 'run'],
    packages: major < 22 ? path.join(__dirname, 'vitest4') : undefined,
  },
  'chai.d.ts': {
    files: (code) => ({
      'a.test.js': `const chai = require('chai'); chai.use(require('gc-tracker/chai'));
        const { expect } = chai; ${required}${asTest(code)}`,
    }),
    args: ['node_modules/mocha/bin/mocha.js', 'a.test.js'],
  },
};

for (const [file, { files, args, packages }] of Object.entries(runners)) {
  test(`the examples of ${file} run`, async () => {
    const examples = examplesOf(file);
    assert.ok(examples.length > 0);
    const folder = place(packages);
    try {
      const code = examples.join('\n').replaceAll('(track: Track)', '(track)');
      for (const [name, text] of Object.entries(files(code))) {
        fs.writeFileSync(path.join(folder, name), text);
      }
      const { code: status, stdout, stderr } = await run(node, folder, args, { NO_COLOR: '1' });
      assert.strictEqual(status, 0, stdout + stderr);
      assert.match(stdout + stderr, /1 (pass|passed|passing)\b|pass 1\b/);
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });
}
