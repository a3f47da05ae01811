'use strict';

// Planted growth leaks, each found and named, and their clean twins, which pass; on all Node versions, or in the short form each
// on one of them. Clean twins fifty times: `node __test__/growth/fifty.js`.

const assert = require('node:assert');
const { describe, test } = require('node:test');
const { expectations, faults, names, runCase } = require('./cases.js');
const { spread } = require('../runtimes');

/** The machine has few cores, and each case a process of its own. */
const AT_ONCE = 2;
/** A check that passes may take so many. */
const SNAPSHOTS = 2;

/** Tests that the report of a case is as it should be; returns what it is. */
async function testLeak(name, command) {
  const result = await runCase(name, 'leak', { command });
  const found = faults(result, await expectations(name));
  assert.ok(found.length === 0, `${found.join('\n')}\n\n${result.message ?? ''}`);
  return result;
}

/** Of two kinds of one size either may come first. */
function fingerprints({ growth }) {
  return growth.map(({ fingerprint = '' }) => fingerprint).sort();
}

for (const { name: runtime, command, cases } of spread(names)) {
  describe(`planted growth leaks, ${runtime}`, { concurrency: AT_ONCE }, () => {
    for (const name of cases) {
      test(`${name}: the report names the culprit`, async () => {
        const result = await testLeak(name, command);
        // Another run gives the same fingerprints.
        const other = await testLeak(name, command);
        const texts = `${result.message}\n\n${other.message}`;
        assert.deepStrictEqual(fingerprints(result), fingerprints(other), texts);
      });

      test(`${name}: its clean twin passes`, async () => {
        const { passed, stack, snapshots } = await runCase(name, 'clean', { command });
        assert.ok(passed, stack);
        assert.ok(snapshots <= SNAPSHOTS, `${snapshots} snapshots`);
      });
    }
  });
}
