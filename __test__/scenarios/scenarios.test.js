'use strict';

// Each scenario on the Node that runs the tests; `npm run matrix` has all the runtimes.

const assert = require('node:assert');
const { test } = require('node:test');
const { names, runScenario } = require('.');

for (const name of names) {
  test(`scenario ${name}`, async () => {
    const { ok, reason } = await runScenario(name);
    assert.ok(ok, reason);
  });
}
