'use strict';

// Planted leaks, each found and named, with the same fingerprint in two processes, and their clean twins, which pass. All Node
// versions run each of them; in the short form one does.

const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { after, describe, test } = require('node:test');
const { expectations, faults, names, runCase } = require('./cases.js');
const { nodes, spread } = require('../runtimes');

/** The machine has few cores, and each case a process of its own. */
const AT_ONCE = 2;

async function checkReport(name, result) {
  const found = faults(result, await expectations(name));
  assert.ok(found.length === 0, `${found.join('\n')}\n\n${result.message ?? ''}`);
}

const fingerprints = ({ leaks }) => leaks.map(({ fingerprint }) => fingerprint);

for (const { name: runtime, command, cases } of spread(names)) {
  describe(`planted leaks, ${runtime}`, { concurrency: AT_ONCE }, () => {
    for (const name of cases) {
      test(`${name}: the report names the culprit`, async () => {
        const result = await runCase(name, 'leak', command);
        await checkReport(name, result);
        const other = await runCase(name, 'leak', command);
        const texts = `another process, another fingerprint:\n\n${result.message}\n\n${other.message}`;
        assert.deepStrictEqual(fingerprints(result), fingerprints(other), texts);
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
      const result = await runCase(name, 'leak', command, { NODE_V8_COVERAGE: folder });
      await checkReport(name, result);
      const [{ fingerprint }] = (await runCase(name, 'leak', command)).leaks;
      assert.strictEqual(result.leaks[0].fingerprint, fingerprint);
    });
  }
});
