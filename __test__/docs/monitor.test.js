'use strict';

// The examples of docs/monitor.md run as they stand.

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { runExample } = require('./example.js');

const page = fs.readFileSync(path.join(__dirname, '../../docs/monitor.md'), 'utf8');
const [watching, snapshots] = [...page.matchAll(/```js\n(.*?)```/gs)].map(([, code]) => code);

test('the first example prints what its comment says', async () => {
  const [, expected] = /verdicts\(\)\.length\); \/\/ (\d+)/.exec(watching);
  assert.deepStrictEqual(await runExample(watching), [expected]);
});

test('the example of snapshots ends by itself, and has taken none', async () => {
  assert.deepStrictEqual(await runExample(snapshots), ['']);
});
