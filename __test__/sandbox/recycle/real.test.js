'use strict';

// Real packages that leak, behind a recycler.

const assert = require('node:assert');
const path = require('node:path');
const { describe, test } = require('node:test');
const { packages } = require('../packages.js');
const { runNode } = require('../../support/run.js');

/** What a program printed, as JSON in its last line. */
async function runProgram(name, ...args) {
  const file = path.join(__dirname, 'programs', `${name}.js`);
  const { stdout } = await runNode([file, ...args]);
  return JSON.parse(stdout.trim().split('\n').at(-1));
}

describe('200 calls that leak', { timeout: 360_000 }, () => {
  test('installs the packages', () => packages());

  for (const name of ['opencv4', 'opencv5', 'sql.js']) {
    const runWith = (options) => runProgram('packages', JSON.stringify({ name, options }));

    test(`${name}: memory climbs without limits, and does not with them`, async () => {
      const unlimited = await runWith({});
      const byCalls = await runWith({ maxCalls: 20 });
      const byMemory = await runWith({ maxWasmBytes: 300e6 });
      assert.ok(unlimited.mostWasmBytes > 600e6, `${unlimited.mostWasmBytes} bytes`);
      assert.ok(byCalls.mostWasmBytes < unlimited.mostWasmBytes / 4, `${byCalls.mostWasmBytes} bytes`);
      // Linear memory grows in large steps, by which it can pass the limit.
      assert.ok(byMemory.mostWasmBytes < unlimited.mostWasmBytes / 1.5, `${byMemory.mostWasmBytes} bytes`);
      assert.ok(byCalls.rss < unlimited.rss / 2, `${byCalls.rss} of ${unlimited.rss} kB`);
      assert.ok(byCalls.stats.recycles.calls >= 5);
      assert.ok(byMemory.stats.recycles.wasmBytes >= 2);
      for (const { right, stats } of [unlimited, byCalls, byMemory]) {
        const { calls, errors, crashes, leaks, live } = stats;
        assert.deepStrictEqual(
          { right, calls, errors, crashes, leaks, live },
          { right: 200, calls: 200, errors: 0, crashes: 0, leaks: 0, live: 0 },
        );
      }
    });
  }
});

test('what a call lets out holds its instance: the leak says who', async () => {
  const { code, message, freed, side, stats } = await runProgram('held');
  assert.strictEqual(code, 'ERR_GC_TRACKER_LEAK');
  assert.match(message, /variable cache {2}Map\n.*~\n.*\["thumbnail"\] {2}Image {2}@\d+\n/);
  assert.deepStrictEqual(
    { freed, side, leaks: stats.leaks, live: stats.live },
    { freed: null, side: 4, leaks: 1, live: 0 },
  );
});
