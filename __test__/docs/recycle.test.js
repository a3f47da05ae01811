'use strict';

// docs/recycle.md: its tables have all that a recycler tells. (Its programs: programs.test.js.)

const assert = require('node:assert');
const { test } = require('node:test');
const { frontOf } = require('../sandbox/recycle/support.js');
const { readPage } = require('./page.js');

const page = readPage('recycle.md');

test('the tables have all limits and all counts', async () => {
  const cells = [...page.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, cell]) => cell.match(/\w+/g));
  const { recycler } = frontOf();
  const expected = ['maxCalls', 'maxWasmBytes', 'maxHeapBytes', 'maxAgeMs', ...Object.keys(recycler.stats())];
  const events = ['created', 'recycled', 'leak', 'failed'];
  assert.deepStrictEqual([...cells].sort(), [...expected, ...events].sort());
  await recycler.dispose();
});
