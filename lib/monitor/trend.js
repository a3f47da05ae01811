'use strict';

// Tests whether values rise with time, and estimates how fast, without a model of their distribution. All functions are pure.
//
// Mann-Kendall (Mann 1945, Kendall 1975): S is the number of pairs that rise minus the number of pairs that fall. Without a
// trend its mean is 0. Its variance is known, also with ties. It is larger if neighbours are correlated, by a factor that
// follows from the autocorrelation of the ranks of the detrended values (Hamed and Rao 1998).
// Theil-Sen (Theil 1950, Sen 1968): the slope is the median of the slopes of all pairs. Up to 29 % of the points may be
// outliers. The bounds of its interval are the slopes at the ranks that S without a trend would have, with that variance.
//
// All take at most O(n²) time and memory, for about a hundred points.

/** Returns { s, variance, z, pValue }. `z` is S divided by its standard deviation. `factor` is autocorrelationFactor(). */
function mannKendall(values, factor = 1) {
  const n = values.length;
  let s = 0;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) s += Math.sign(values[j] - values[i]);
  }
  let sum = n * (n - 1) * (2 * n + 5);
  for (const ties of tieSizes(values)) sum -= ties * (ties - 1) * (2 * ties + 5);
  const variance = (sum / 18) * factor;
  // A step towards 0, since S is a whole number.
  const z = variance > 0 ? (s - Math.sign(s)) / Math.sqrt(variance) : 0;
  return { s, variance, z, pValue: 2 * normalTail(Math.abs(z)) };
}

/** The slopes of all pairs, sorted, per unit of `times`, which must rise. Their median is the Theil-Sen slope. */
function pairSlopes(times, values) {
  const n = values.length;
  const slopes = new Float64Array((n * (n - 1)) / 2);
  let next = 0;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) slopes[next++] = (values[j] - values[i]) / (times[j] - times[i]);
  }
  return slopes.sort();
}

/** The confidence interval [low, high] of the Theil-Sen slope, from the variance of S. */
function slopeInterval(slopes, variance, confidence) {
  const rank = normalQuantile((1 + confidence) / 2) * Math.sqrt(variance);
  const at = (position) => slopes[Math.min(slopes.length - 1, Math.max(0, Math.round(position)))];
  return [at((slopes.length - rank) / 2 - 1), at((slopes.length + rank) / 2)];
}

/**
 * The factor by which autocorrelation multiplies the variance of S. It uses the autocorrelations of the residuals' ranks,
 * from lag 1 to the first that is not significant (one-sided, 95 %). At least 1: correlated points count less, never
 * more.
 */
function autocorrelationFactor(residuals) {
  const n = residuals.length;
  const centred = ranks(residuals).map((rank) => rank - (n + 1) / 2);
  const total = centred.reduce((sum, rank) => sum + rank * rank, 0);
  if (total === 0 || n < 4) return 1;
  let sum = 0;
  for (let lag = 1; lag < n - 2; lag++) {
    let product = 0;
    for (let i = 0; i + lag < n; i++) product += centred[i] * centred[i + lag];
    const correlation = product / total;
    if (correlation < 1.645 / Math.sqrt(n)) break;
    sum += (n - lag) * (n - lag - 1) * (n - lag - 2) * correlation;
  }
  return 1 + (2 * sum) / (n * (n - 1) * (n - 2));
}

/** The ranks, 1 for the lowest value. Ties share the mean of their ranks. */
function ranks(values) {
  const order = Array.from(values, (_value, index) => index).sort((a, b) => values[a] - values[b]);
  const result = new Array(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start;
    while (end < order.length && values[order[end]] === values[order[start]]) end++;
    for (let i = start; i < end; i++) result[order[i]] = (start + 1 + end) / 2;
    start = end;
  }
  return result;
}

function tieSizes(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts.values();
}

/** The median of sorted numbers. */
function median(sorted) {
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The probability that a standard normal is greater than z >= 0 (Abramowitz and Stegun 26.2.17, then its tail). */
function normalTail(z) {
  if (z > 6) return (Math.exp((-z * z) / 2) / (z * Math.sqrt(2 * Math.PI))) * (1 - 1 / (z * z));
  const t = 1 / (1 + 0.2316419 * z);
  const polynomial =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * polynomial;
}

/** The quantile of the standard normal for a probability of at least 0.5, by bisection. */
function normalQuantile(probability) {
  let low = 0;
  let high = 10;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (normalTail(middle) > 1 - probability) low = middle;
    else high = middle;
  }
  return low;
}

module.exports = { autocorrelationFactor, mannKendall, median, pairSlopes, slopeInterval };
