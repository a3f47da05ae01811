'use strict';

// assertCollected and assertNoLeaks, each program in a process of its own.

const assert = require('node:assert');
const path = require('node:path');
const { test } = require('node:test');
const { names } = require('./assertions/programs.js');
const { runNode } = require('../support/run.js');

const program = path.join(__dirname, 'assertions', 'programs.js');

/** What a program prints; rejects if it exits with another code than 0. */
async function run(...args) {
  const { stdout } = await runNode([program, ...args], { timeout: 60_000 });
  return stdout;
}

for (const name of names.filter((name) => name !== 'fingerprints')) {
  test(name, async () => {
    await run(name);
  });
}

test('a fingerprint is equal for the same leak in another process, and for no other leak', async () => {
  const [first, second] = await Promise.all([
    run('fingerprints', 'user-1'),
    run('fingerprints', 'somebody else'),
  ]);
  assert.strictEqual(first, second);
  assert.strictEqual(new Set(JSON.parse(first)).size, 3);
});
