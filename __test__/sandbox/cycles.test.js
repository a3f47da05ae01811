'use strict';

// Real packages that leak, in sandboxes again and again: what they take is given back, each time. The long form is `npm run cycles`.

const assert = require('node:assert');
const path = require('node:path');
const { test } = require('node:test');
const { someNodes } = require('../runtimes');
const { runCycles } = require('./cycles.js');
const { workloads } = require('./workloads.js');
const { runNode } = require('../support/run.js');

for (const runtime of someNodes()) {
  for (const name of Object.keys(workloads)) {
    test(`${name} on ${runtime.name}: 40 cycles are flat, proven, and leave nothing behind`, async () => {
      const { cycles, problems, wasmBytes } = await runCycles(runtime, name);
      assert.deepStrictEqual(problems, []);
      assert.strictEqual(cycles, 40);
      assert.ok(wasmBytes >= 2 ** 24, `${wasmBytes} bytes`);
    });
  }
}

test('200 image operations climb as they are, and are flat in a recycled sandbox', async () => {
  const example = path.join(__dirname, '../../examples/sandbox.js');
  const { stdout } = await runNode([example]);
  const rows = stdout.split('\n').flatMap((line) => {
    const cells = /^ +(\d+) +(\d+) +(\d+) +(\d+) +(\d+)$/.exec(line)?.slice(1).map(Number);
    return cells === undefined ? [] : [cells];
  });
  assert.deepStrictEqual(
    rows.map(([operations]) => operations),
    [20, 40, 60, 80, 100, 120, 140, 160, 180, 200],
  );
  const [wasm, rss, sandboxWasm, sandboxRss] = [1, 2, 3, 4].map((column) => rows.map((row) => row[column]));
  // 900 kB an operation, all of it, in megabytes.
  assert.ok(rss.at(-1) - rss[0] > 130, `plain: RSS ${rss}`);
  assert.ok(wasm.at(-1) >= 1.5 * wasm[0], `plain: linear memory ${wasm}`);
  // Less than the two halves of the operations differ by: an instance has 50 of them at most.
  assert.ok(Math.max(...sandboxRss.slice(5)) - Math.max(...sandboxRss.slice(0, 5)) < 40, `RSS ${sandboxRss}`);
  assert.ok(Math.max(...sandboxWasm) === sandboxWasm[0], `linear memory ${sandboxWasm}`);
});
