'use strict';

// Clean assertions in a row: none of them fails, and none needs a heap snapshot to pass. The long form is
// `node __test__/leaks/thousand.js`.

const assert = require('node:assert');
const { test } = require('node:test');
const { runClean } = require('./clean');
const { nodes } = require('../runtimes');

const COUNT = 200;

for (const { name, command } of nodes()) {
  test(`${COUNT} clean assertions in a row give no false alarm, ${name}`, async () => {
    const { done, snapshots, alarms } = await runClean(COUNT, command);
    assert.deepStrictEqual({ done, snapshots, alarms }, { done: COUNT, snapshots: 0, alarms: [] });
  });
}
