'use strict';

// The demo runs, and its figures are those of a leak that was there and then was not.

const assert = require('node:assert');
const path = require('node:path');
const { test } = require('node:test');
const { runNode } = require('../support/run.js');

test('the demo shows a leak and its end', async () => {
  const demo = path.resolve(__dirname, '../../examples/demo.js');
  const { stdout } = await runNode([demo]);
  const rows = stdout.split('\n').flatMap((line) => {
    const [, what, ...counts] = /^ {2}(\S.*?) +(\d+) +(\d+) +(\d+) +(\d+)$/.exec(line) ?? [];
    return what === undefined ? [] : [[what, counts.map(Number)]];
  });
  assert.deepStrictEqual(rows, [
    ['200 users log in', [200, 200, 0, 0]],
    ['200 users log out', [0, 0, 200, 200]],
    ['200 users log in', [200, 200, 0, 0]],
    ['200 users log out', [0, 200, 0, 0]],
    ['listeners removed', [0, 0, 200, 200]],
  ]);
  for (const line of stdout.split('\n')) assert.ok(line.length <= 80, line);
});
