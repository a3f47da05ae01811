'use strict';

// Whether values rise steadily or in steps. A line and steps are compared by what they leave unexplained: a leak is
// a line, and is described badly by three levels with two steps between them (which leave a ninth of its variance);
// what was loaded once or twice, a cache that is full, a morning are described better by those.
//
// All pairs of steps are tried: O(n²), by sums of prefixes.

/** Squares that the best line leaves, by those that the best two steps leave: less than 1 if the line is better. */
function lineAgainstSteps(times, values) {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const sums = new Float64Array(n + 1);
  for (let i = 0; i < n; i++) sums[i + 1] = sums[i] + (values[i] - mean);
  // What a level from a to b explains.
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

module.exports = { lineAgainstSteps };
