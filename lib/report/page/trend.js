'use strict';

// The fitted trend of a series, as a line through the window that was judged, and the wedge of its interval.

const HOUR = 3_600_000;

/**
 * { from, to, line: [at, at], low: [at, at], high: [at, at] } with the values at the window's ends, or null. The line has
 * the verdict's slope and runs through the middle of the points (the median, as Theil and Sen have it).
 */
function trendOf(points, { slope, interval, from, to, verdict }) {
  if (slope === null || from === null || to === null || verdict === 'undecided') return null;
  const inside = points.filter(([time]) => time >= from && time <= to);
  if (inside.length < 2 || to <= from) return null;
  const middle = (from + to) / 2;
  const level = median(inside.map(([time, low]) => low - (slope * (time - middle)) / HOUR));
  const half = (to - from) / 2 / HOUR;
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
