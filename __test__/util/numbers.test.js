'use strict';

// Numbers as text: one style for all, with a comma before each group of three digits, and none after the point.

const assert = require('node:assert');
const { test } = require('node:test');
const { growthText } = require('../../lib/growth/growth-report.js');
const { durationText, slopeText } = require('../../lib/report/index.js');
const { bytes, count, decimal, milliseconds, plural, signed } = require('../../lib/util/numbers.js');

test('numbers have one style', () => {
  const table = [
    [count(999), '999'],
    [count(1000), '1,000'],
    [count(1234567), '1,234,567'],
    [count(-1234567), '-1,234,567'],
    [count(1234.56789), '1,234.56789'],
    [count(0.1234567), '0.1234567'],
    [decimal(66576.3333), '66,576.3'],
    [decimal(-66576.3333), '-66,576.3'],
    [decimal(66576.02), '66,576'],
    [decimal(0.04), '0'],
    [signed(66576.3, decimal), '+66,576.3'],
    [milliseconds(1234.5), '1,235 ms'],
    [plural(1000, 'loop'), '1,000 loops'],
    [bytes(1234), '1.2 kB'],
    [bytes(1.234e18), '1,234 PB'],
    [slopeText({ slope: 12345.6, unit: 'count' }), '+12,346/h'],
    [slopeText({ slope: 12.34, unit: 'count' }), '+12.3/h'],
    [durationText(1234 * 86_400_000), '1,234 d'],
  ];
  for (const [text, expected] of table) assert.strictEqual(text, expected);
});

test("a metric's growth, and the time it took", () => {
  const values = [1000, 67576.3, 134152.6, 200728.9];
  const growth = [{ kind: 'metric', name: 'other', values, perLoop: 66576.3, known: null }];
  const text = growthText(growth, { loops: 1, rounds: 4, snapshots: 1, elapsedMs: 12345.6 });
  assert.match(
    text,
    /12,346 ms\)\n\nother {2}\+66,576\.3 a loop\n {2}1,000 → 67,576\.3 → 134,152\.6 → 200,728\.9$/,
  );
});
