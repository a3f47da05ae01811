'use strict';

// Planted growth leaks, each found and named on every Node that is installed, and their clean twins, which pass. The long form
// of the latter is `node __test__/growth/fifty.js`.

const assert = require('node:assert');
const { describe, test } = require('node:test');
const { expectations, faults, names, runCase } = require('./growth/cases.js');
const { install } = require('./growth/install.js');
const { nodes } = require('./leaks/nodes.js');

/** The machine has few cores, and each case a process of its own. */
const AT_ONCE = 2;
/** A check that passes may take so many. */
const SNAPSHOTS = 2;

install();

const [first, ...others] = nodes();

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

for (const { name: runtime, command } of [first, ...others]) {
  describe(`planted growth leaks, ${runtime}`, { concurrency: AT_ONCE }, () => {
    for (const name of names) {
      test(`${name}: the report names the culprit`, async () => {
        const result = await testLeak(name, command);
        if (command !== first.command) return;
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
