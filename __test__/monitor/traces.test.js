'use strict';

// The short form of bench/monitor/trend: simulated days with known answers, always the same ones. `node bench/monitor/trend/run.js`
// is the long form, with many more, and other detectors beside.

const assert = require('node:assert');
const { describe, test } = require('node:test');
const { examine } = require('../../bench/monitor/trend/detectors.js');
const { CLEAN, LEAKING, makeTrace } = require('../../bench/monitor/trend/traces.js');

describe('a day without a leak is never called growing', () => {
  for (const name of Object.keys(CLEAN)) {
    test(name, () => {
      assert.deepStrictEqual(examine('gc-tracker', makeTrace(name, 0, 1)), { alarm: false, delay: null });
    });
  }
});

describe('a leak of 1 MB an hour is found within a day', () => {
  for (const name of Object.keys(LEAKING)) {
    test(name, () => {
      const { alarm, delay } = examine('gc-tracker', makeTrace(name, 1e6, 1));
      assert.strictEqual(alarm, false);
      assert.notStrictEqual(delay, null);
    });
  }
});

test('a leak of 10 MB an hour is found in less than half a day', () => {
  const { delay } = examine('gc-tracker', makeTrace('leak, steady', 1e7, 1));
  assert.ok(delay < 12 * 3_600_000, `after ${delay} ms`);
});
