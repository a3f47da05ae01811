'use strict';

// The statistics of the monitor: answers worked out by hand or published, and brute force over values made by chance.

const assert = require('node:assert');
const { test } = require('node:test');
const {
  autocorrelationFactor,
  mannKendall,
  median,
  pairSlopes,
  slopeInterval,
} = require('../../lib/monitor/trend.js');
const { lineToStepsRatio } = require('../../lib/monitor/step-detection.js');
const { adjustForLoad } = require('../../lib/monitor/load-adjustment.js');
const { Random } = require('../../bench/monitor/trend/random.js');

const close = (actual, expected, tolerance = 1e-9) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);

test('Mann-Kendall: five values that rise have S = 10, variance 50/3', () => {
  const { s, variance, z, pValue } = mannKendall([1, 2, 3, 4, 5]);
  assert.strictEqual(s, 10);
  close(variance, 50 / 3);
  close(z, 9 / Math.sqrt(50 / 3));
  // Twice the tail of a normal distribution beyond 2.2045.
  close(pValue, 0.02749, 1e-5);
});

test('Mann-Kendall: ties reduce the variance, and values that are all equal show nothing', () => {
  // Ties of 2 and 3: (5·4·15 - 2·1·9 - 3·2·11) / 18.
  close(mannKendall([1, 1, 2, 2, 2]).variance, 12);
  assert.strictEqual(mannKendall([1, 1, 2, 2, 2]).s, 6);
  const { s, z, pValue } = mannKendall([7, 7, 7, 7, 7, 7]);
  assert.deepStrictEqual({ s, z }, { s: 0, z: 0 });
  close(pValue, 1, 1e-6);
});

test('Mann-Kendall: S has the distribution that the variance says, over all orders of seven values', () => {
  let sum = 0;
  let squares = 0;
  let orders = 0;
  const visit = (left, values) => {
    if (left.length === 0) {
      const { s } = mannKendall(values);
      sum += s;
      squares += s * s;
      orders++;
    }
    for (const value of left)
      visit(
        left.filter((other) => other !== value),
        [...values, value],
      );
  };
  visit([1, 2, 3, 4, 5, 6, 7], []);
  assert.strictEqual(orders, 5040);
  assert.strictEqual(sum, 0);
  close(squares / orders, mannKendall([1, 2, 3, 4, 5, 6, 7]).variance);
});

test("Theil-Sen: Sen's own example of seven points", () => {
  const times = [1, 2, 3, 4, 10, 12, 18];
  const values = [9, 15, 19, 20, 45, 55, 78];
  const slopes = pairSlopes(times, values);
  assert.strictEqual(slopes.length, 21);
  close(median(slopes), 4);
  // With the exact distribution of S for seven values (93.1 %), Sen has the 4th and the 18th: 3.71 and 4.38 or so.
  const [low, high] = slopeInterval(slopes, mannKendall(values).variance, 0.93);
  assert.ok(low > 3.6 && low < 4 && high > 4 && high < 4.6, `${low} to ${high}`);
});

test('Theil-Sen: the slopes are those of brute force, and an outlier in five changes little', () => {
  const random = new Random(1);
  for (let round = 0; round < 50; round++) {
    const n = 3 + Math.floor(random.uniform(0, 30));
    const times = Array.from({ length: n }, (_, i) => i + random.uniform(0, 0.9));
    const values = times.map(() => Math.round(random.normal() * 4));
    const expected = [];
    for (const [i, a] of values.entries()) {
      for (const [j, b] of values.entries()) if (j > i) expected.push((b - a) / (times[j] - times[i]));
    }
    expected.sort((a, b) => a - b);
    // Zeros of either sign are one.
    const zero = (value) => value + 0;
    assert.deepStrictEqual(Array.from(pairSlopes(times, values), zero), expected.map(zero));
  }
  const times = Array.from({ length: 50 }, (_, i) => i);
  const values = times.map((time) => 3 * time + (time % 5 === 0 ? 1000 : 0));
  close(median(pairSlopes(times, values)), 3, 0.5);
});

test('the interval holds the true slope about as often as its confidence says', () => {
  const random = new Random(2);
  const times = Array.from({ length: 40 }, (_, i) => i);
  for (const confidence of [0.8, 0.95]) {
    let held = 0;
    for (let round = 0; round < 400; round++) {
      const values = times.map((time) => 0.3 * time + random.normal());
      const [low, high] = slopeInterval(pairSlopes(times, values), mannKendall(values).variance, confidence);
      if (low <= 0.3 && high >= 0.3) held++;
    }
    close(held / 400, confidence, 0.04);
  }
});

test('autocorrelation: independent values have a factor near 1, alike neighbours a large one', () => {
  const random = new Random(3);
  const mean = (make) => {
    let sum = 0;
    for (let round = 0; round < 100; round++) sum += autocorrelationFactor(make());
    return sum / 100;
  };
  const independent = () => Array.from({ length: 60 }, () => random.normal());
  const wandering = () => {
    let value = 0;
    return Array.from({ length: 60 }, () => {
      value = 0.8 * value + random.normal();
      return value;
    });
  };
  assert.ok(mean(independent) < 1.15, 'independent');
  assert.ok(mean(wandering) > 3, 'wandering');
  assert.strictEqual(autocorrelationFactor([5, 5, 5, 5, 5, 5]), 1);
});

test('with the factor, noise that wanders is not called a trend at each turn', () => {
  const random = new Random(4);
  let plain = 0;
  let corrected = 0;
  for (let round = 0; round < 300; round++) {
    let value = 0;
    const values = Array.from({ length: 60 }, () => {
      value = 0.7 * value + random.normal();
      return value;
    });
    if (mannKendall(values).pValue < 0.05) plain++;
    if (mannKendall(values, autocorrelationFactor(values)).pValue < 0.05) corrected++;
  }
  assert.ok(plain > 90, `${plain} of 300 without`);
  assert.ok(corrected < 40, `${corrected} of 300 with`);
});

test('a line against two steps: brute force over all of them', () => {
  const random = new Random(5);
  const squares = (values) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  };
  for (let round = 0; round < 20; round++) {
    const times = Array.from({ length: 12 }, (_, i) => i * 2);
    const values = times.map((time) => time * random.uniform(-1, 2) + random.normal());
    let best = Infinity;
    for (let i = 1; i < 11; i++) {
      for (let j = i + 1; j < 12; j++) {
        best = Math.min(
          best,
          squares(values.slice(0, i)) + squares(values.slice(i, j)) + squares(values.slice(j)),
        );
      }
    }
    const slope = times.reduce((sum, time, i) => sum + (time - 11) * values[i], 0) / squares(times);
    const line = squares(values.map((value, i) => value - slope * times[i]));
    close(lineToStepsRatio(times, values), line / best, 1e-6);
  }
});

test('a line against two steps: a line with noise is a line, steps are steps', () => {
  const random = new Random(6);
  const times = Array.from({ length: 50 }, (_, i) => i);
  assert.ok(
    lineToStepsRatio(
      times,
      times.map((time) => time + 2 * random.normal()),
    ) < 1,
  );
  assert.ok(
    lineToStepsRatio(
      times,
      times.map((time) => (time > 20 ? 50 : 0) + 2 * random.normal()),
    ) > 3,
  );
  assert.ok(
    lineToStepsRatio(
      times,
      times.map((time) => (time > 20 ? 50 : 0) + (time > 35 ? 50 : 0)),
    ) > 3,
  );
  assert.strictEqual(lineToStepsRatio(times, times), 0);
});

test('load: what follows the load is taken out, also when it lags behind; what does not remains', () => {
  const times = Float64Array.from({ length: 60 }, (_, i) => i);
  const loads = times.map((time) => 0.5 - 0.4 * Math.cos((2 * Math.PI * time) / 50));
  const day = times.map((_, i) => 100 + 80 * loads[i]);
  for (const rest of adjustForLoad(times, day, loads)) close(rest, adjustForLoad(times, day, loads)[0], 1e-6);
  const leaking = adjustForLoad(
    times,
    day.map((value, i) => value + i),
    loads,
  );
  const slope = median(pairSlopes(times, leaking));
  // Less than 1: as far as time and load go together, it is put down to the load.
  assert.ok(slope > 0.5 && slope < 1.05, `slope ${slope}`);
  // In the morning alone, nobody can say which it is: the load it is.
  const morning = adjustForLoad(times.subarray(0, 22), day.subarray(0, 22), loads.subarray(0, 22));
  close(median(pairSlopes(times.subarray(0, 22), morning)), 0, 1e-6);
});

test('load: memory that falls as the load rises is not explained by it', () => {
  const times = Float64Array.from({ length: 30 }, (_, i) => i);
  const loads = times.map((time) => time / 30);
  const values = times.map((time) => 100 - time);
  assert.deepStrictEqual(adjustForLoad(times, values, loads), values);
});
