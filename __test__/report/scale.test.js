'use strict';

// What the page computes, without a page: axes, trends, tiles, and the next tile in a direction.

const assert = require('node:assert');
const { test } = require('node:test');
const { nextTile } = require('../../lib/report/page/next-tile.js');
const { roundTimes, roundValues, timeText } = require('../../lib/report/page/scale.js');
const { squarify } = require('../../lib/report/page/squarify.js');
const { trendOf } = require('../../lib/report/page/trend.js');

const HOUR = 3_600_000;

test('axes have a few round values', () => {
  assert.deepStrictEqual(roundValues(0, 100, 5), [0, 20, 40, 60, 80, 100]);
  assert.deepStrictEqual(roundValues(41.2e6, 62.9e6, 5), [45e6, 50e6, 55e6, 60e6]);
  assert.deepStrictEqual(roundValues(0, 1, 5, 1), [0, 1]);
  assert.deepStrictEqual(roundValues(-5, 5, 2), [-5, 0, 5]);
});

test('however large the numbers, an axis comes to an end', () => {
  for (const [low, high] of [
    [1e17, 1e17 + 16],
    [1e300, 1.1e300],
    [0, Number.MIN_VALUE],
    [-1e308, 1e308],
  ]) {
    assert.ok(roundValues(low, high, 5).length <= 50);
  }
  for (const [from, to] of [
    [8.64e15 - 1, 8.64e15],
    [-8.64e15, 8.64e15],
  ]) {
    assert.ok(roundTimes(from, to, 6).length <= 50);
  }
});

test('times are round by the clock of the reader', () => {
  const from = new Date(2026, 2, 14, 9, 7).getTime();
  const texts = roundTimes(from, from + 3 * HOUR, 6).map((time) => timeText(time, 3 * HOUR));
  assert.deepStrictEqual(texts, ['09:30', '10:00', '10:30', '11:00', '11:30', '12:00']);
  assert.match(timeText(from, 30 * HOUR), /^Mar 14 09:07$/);
  assert.strictEqual(timeText(from + 1234, 1000), '09:07:01.234');
});

test('a trend runs through the middle of the lows with its slope', () => {
  const points = Array.from({ length: 11 }, (_, index) => [(index * HOUR) / 10, 100 + 5 * index, 500]);
  const verdict = { verdict: 'growing', slope: 50, interval: [40, 60], from: 0, to: HOUR };
  assert.deepStrictEqual(trendOf(points, verdict), {
    from: 0,
    to: HOUR,
    line: [100, 150],
    low: [105, 145],
    high: [95, 155],
  });
  assert.strictEqual(trendOf(points, { ...verdict, verdict: 'undecided' }), null);
  assert.strictEqual(trendOf([], verdict), null);
});

test('tiles fill their rectangle by size, without overlapping', () => {
  const sizes = [60, 30, 20, 10, 5, 5, 1, 1, 1, 0.5];
  const items = sizes.map((size) => ({ size }));
  const tiles = squarify(items, { left: 10, top: 20, width: 300, height: 200 });
  const total = sizes.reduce((sum, size) => sum + size);
  assert.strictEqual(tiles.length, sizes.length);
  for (const { item, left, top, width, height } of tiles) {
    assert.ok(Math.abs(width * height - (item.size / total) * 60_000) < 1e-6);
    assert.ok(left >= 10 && top >= 20 && left + width <= 310 + 1e-9 && top + height <= 220 + 1e-9);
    for (const other of tiles) {
      if (other.item === item) continue;
      const wide = Math.min(left + width, other.left + other.width) - Math.max(left, other.left);
      const high = Math.min(top + height, other.top + other.height) - Math.max(top, other.top);
      assert.ok(wide < 1e-9 || high < 1e-9);
    }
  }
});

test('nothing to lay out is laid out', () => {
  assert.deepStrictEqual(squarify([], { left: 0, top: 0, width: 10, height: 10 }), []);
  assert.deepStrictEqual(squarify([{ size: 0 }], { left: 0, top: 0, width: 10, height: 10 }), []);
  assert.deepStrictEqual(squarify([{ size: 1 }], { left: 0, top: 0, width: 0, height: 10 }), []);
});

test('the next tile is the nearest one in the direction', () => {
  const tile = (left, top) => ({ box: { left, top, width: 10, height: 10 } });
  const [middle, right, farRight, below, corner] = [
    tile(0, 0),
    tile(10, 0),
    tile(30, 0),
    tile(0, 10),
    tile(10, 10),
  ];
  const tiles = [farRight, corner, below, right, middle];
  assert.strictEqual(nextTile(tiles, middle, 'ArrowRight'), right);
  assert.strictEqual(nextTile(tiles, middle, 'ArrowDown'), below);
  assert.strictEqual(nextTile(tiles, corner, 'ArrowLeft'), below);
  assert.strictEqual(nextTile(tiles, corner, 'ArrowUp'), right);
  assert.strictEqual(nextTile(tiles, middle, 'ArrowLeft'), undefined);
});
