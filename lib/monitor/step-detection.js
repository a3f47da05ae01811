'use strict';

// Detects whether values rise steadily or in steps, by comparing how well a line and two steps fit. A leak is a line: three
// levels with two steps between them fit it badly, and leave a ninth of its variance. Steps fit better what is loaded once
// or twice, a cache that becomes full, or a morning.
//
// It tries all pairs of steps in O(n²), with prefix sums.

/** The residual sum of squares of the best line, divided by that of the best two steps. Below 1, the line fits better. */
function lineToStepsRatio(times, values) {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const sums = new Float64Array(n + 1);
  for (let i = 0; i < n; i++) sums[i + 1] = sums[i] + (values[i] - mean);
  // The sum of squares that a level from a to b explains.
  const level = (a, b) => (sums[b] - sums[a]) ** 2 / (b - a);
  let explained = 0;
  for (let i = 1; i < n - 1; i++) {
    const first = level(0, i);
    for (let j = i + 1; j < n; j++) explained = Math.max(explained, first + level(i, j) + level(j, n));
  }
  let total = 0;
  let byTime = 0;
  let timeSquares = 0;
  const middle = times.reduce((sum, time) => sum + time, 0) / n;
  for (let i = 0; i < n; i++) {
    total += (values[i] - mean) ** 2;
    byTime += (values[i] - mean) * (times[i] - middle);
    timeSquares += (times[i] - middle) ** 2;
  }
  const left = Math.max(0, total - byTime ** 2 / timeSquares);
  return left === 0 ? 0 : left / Math.max(0, total - explained);
}

module.exports = { lineToStepsRatio };
