'use strict';

// Detectors get samples { time, activeMs, idleMs, pausedMs, requests, value }, one after the other, and return whether
// memory grows.

const { Verdicts } = require('../../../lib/monitor/verdicts.js');

/** The monitor's own logic, with its default options. */
function gcTracker() {
  const verdicts = new Verdicts({ confidence: 0.95 });
  let growing = false;
  return ({ value, ...load }) => {
    for (const { verdict } of verdicts.add({ ...load, values: [['heapUsed', 'bytes', value]] })) {
      growing = verdict === 'growing';
    }
    return growing;
  };
}

/** memwatch's rule: memory has grown in five full GCs in a row. */
function fiveInARow() {
  let last = Infinity;
  let row = 0;
  return ({ value }) => {
    row = value > last ? row + 1 : 0;
    last = value;
    return row >= 5;
  };
}

/** A least-squares line through all samples, and a t-test of its slope (one-sided, 2.5 %), from the 20th sample on. */
function leastSquares() {
  let n = 0;
  let start;
  let [meanTime, meanValue, timeSquares, valueSquares, products] = [0, 0, 0, 0, 0];
  return ({ time, value }) => {
    start ??= time;
    n++;
    const [t, v] = [(time - start) / 3_600_000 - meanTime, value / 1e6 - meanValue];
    meanTime += t / n;
    meanValue += v / n;
    timeSquares += (t * t * (n - 1)) / n;
    valueSquares += (v * v * (n - 1)) / n;
    products += (t * v * (n - 1)) / n;
    const slope = products / timeSquares;
    const left = Math.max(0, valueSquares - slope * products);
    // With 18 degrees of freedom 2.10, with many 1.96.
    return n >= 20 && slope > 2.1 * Math.sqrt(left / (n - 2) / timeSquares);
  };
}

const DETECTORS = { 'gc-tracker': gcTracker, 'five in a row': fiveInARow, 'least squares': leastSquares };

/**
 * How a detector judges a trace: { alarm: whether it reported growth before the leak began, delay: ms from the leak's
 * start to its first report, or null }.
 */
function examine(name, { samples, from, leaks }) {
  const add = DETECTORS[name]();
  const start = leaks ? samples[0].time + from : Infinity;
  let alarm = false;
  for (const sample of samples) {
    const growing = add(sample);
    if (!growing) continue;
    if (sample.time >= start) return { alarm, delay: sample.time - start };
    alarm = true;
  }
  return { alarm, delay: null };
}

module.exports = { DETECTORS, examine };
