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

for (const { name: runtime, command } of nodes()) {
  describe(`planted growth leaks, ${runtime}`, { concurrency: AT_ONCE }, () => {
    for (const name of names) {
      test(`${name}: the report names the culprit`, async () => {
        const result = await runCase(name, 'leak', { command });
        const found = faults(result, await expectations(name));
        assert.ok(found.length === 0, `${found.join('\n')}\n\n${result.message ?? ''}`);
      });

      test(`${name}: its clean twin passes`, async () => {
        const { passed, stack, snapshots } = await runCase(name, 'clean', { command });
        assert.ok(passed, stack);
        assert.ok(snapshots <= SNAPSHOTS, `${snapshots} snapshots`);
      });
    }
  });
}

describe('fingerprints of growth', { concurrency: AT_ONCE }, () => {
  for (const name of names) {
    test(`${name}: another run gives the same fingerprints`, async () => {
      const [first, second] = [await runCase(name, 'leak'), await runCase(name, 'leak')];
      // Of two kinds of one size either may come first.
      const fingerprints = ({ growth }) => growth.map(({ fingerprint = '' }) => fingerprint).sort();
      assert.deepStrictEqual(
        fingerprints(first),
        fingerprints(second),
        `${first.message}\n\n${second.message}`,
      );
    });
  }
});
