'use strict';

// Planted leaks, each found and named, and their clean twins, which pass; on all Node versions, or in the short form each on
// one of them.

const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const process = require('node:process');
const { after, describe, test } = require('node:test');
const { expectations, faults, names, runCase } = require('./cases.js');
const { install } = require('./install.js');
const { nodes, spread } = require('../runtimes');

/** The machine has few cores, and each case a process of its own. */
const AT_ONCE = 2;

install();

for (const { name: runtime, command, cases } of spread(names)) {
  describe(`planted leaks, ${runtime}`, { concurrency: AT_ONCE }, () => {
    for (const name of cases) {
      test(`${name}: the report names the culprit`, async () => {
        const result = await runCase(name, 'leak', command);
        const found = faults(result, await expectations(name));
        assert.ok(found.length === 0, `${found.join('\n')}\n\n${result.message ?? ''}`);
      });

      test(`${name}: its clean twin passes`, async () => {
        const { passed, stack } = await runCase(name, 'clean', command);
        assert.ok(passed, stack);
      });
    }
  });
}

// Node 20 keeps another thing where a function's script is while it measures coverage.
describe('while coverage is measured', { concurrency: AT_ONCE }, () => {
  const [{ command }] = nodes();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gc-tracker-coverage-'));
  after(() => fs.rmSync(folder, { recursive: true }));
  for (const name of ['async-function.js', 'closure-variable.js', 'lazy-getter.js', 'module-variable.js']) {
    test(`${name}: the report is the same`, async () => {
      const env = { ...process.env, NODE_V8_COVERAGE: folder };
      const result = await runCase(name, 'leak', command, env);
      const found = faults(result, await expectations(name));
      assert.ok(found.length === 0, `${found.join('\n')}\n\n${result.message ?? ''}`);
      const [{ fingerprint }] = (await runCase(name, 'leak', command)).leaks;
      assert.strictEqual(result.leaks[0].fingerprint, fingerprint);
    });
  }
});

describe('fingerprints', { concurrency: AT_ONCE }, () => {
  for (const name of names) {
    test(`${name}: another run gives the same fingerprint`, async () => {
      const [first, second] = [await runCase(name, 'leak'), await runCase(name, 'leak')];
      const fingerprints = ({ leaks }) => leaks.map(({ fingerprint }) => fingerprint);
      const texts = `${first.message}\n\n${second.message}`;
      assert.deepStrictEqual(fingerprints(first), fingerprints(second), texts);
    });
  }
});
