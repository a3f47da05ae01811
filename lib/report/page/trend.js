'use strict';

// The fitted trend of a series: a line through the window that was judged, and a wedge for its confidence interval.

const HOUR_MS = 3_600_000;

/**
 * Returns { from, to, line, low, high }, or null if there is no trend. `line`, `low` and `high` are the values at the start
 * and at the end of the window. The line has the verdict's slope, and its level is the median of the points (Theil-Sen).
 */
function trendOf(points, { slope, interval, from, to, verdict }) {
  if (slope === null || from === null || to === null || verdict === 'undecided') return null;
  const inside = points.filter(([time]) => time >= from && time <= to);
  if (inside.length < 2 || to <= from) return null;
  const middle = (from + to) / 2;
  const level = median(inside.map(([time, low]) => low - (slope * (time - middle)) / HOUR_MS));
  const half = (to - from) / 2 / HOUR_MS;
  const ends = (rate) => [level - rate * half, level + rate * half];
  const [low, high] = interval ?? [slope, slope];
  return { from, to, line: ends(slope), low: ends(low), high: ends(high) };
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[at] : (sorted[at - 1] + sorted[at]) / 2;
}

module.exports = { trendOf };
