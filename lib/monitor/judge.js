'use strict';

// Judges one window of a series by its numbers alone. Memory grows if all of this holds for the lower envelope, adjusted
// for the load (load-adjustment.js):
//
// - there is a trend (Mann-Kendall with its autocorrelation, trend.js);
// - it grew by more than a warm-up does in that time (`warmUp`);
// - it rises in both halves, and in the second half hardly less than in the whole: it has not levelled off;
// - a line fits it better than two steps, or hardly worse (step-detection.js);
// - it also rises without the adjustment for the load.
//
// Memory shrinks by the same rules downwards. It is stable if the interval of the slope allows no more than a tenth of its
// level within the window, and there was load. Everything else is undecided. The bounds were found on simulated services
// (bench/monitor/trend).

const { adjustForLoad } = require('./load-adjustment.js');
const { lineToStepsRatio } = require('./step-detection.js');
const { autocorrelationFactor, mannKendall, median, pairSlopes, slopeInterval } = require('./trend.js');

const HOUR_MS = 3_600_000;
const MIN_POINTS = 10;
const MIN_SPAN_MS = 8 * 60_000;
/** The minimum utilisation of the event loop for the verdict `stable`. */
const MIN_LOAD = 0.002;

/** Bounds for a series that starts to grow, and for one that was growing before, so that verdicts do not flicker. */
const STRICT = {
  significance: 1 / 50,
  growth: 1,
  early: 0.3,
  late: 0.5,
  steps: 1.3,
  unadjusted: 0.3,
  stepsUnadjusted: 4,
};
const LENIENT = {
  significance: 1 / 5,
  growth: 0.5,
  early: 0,
  late: 0.25,
  steps: 2,
  unadjusted: 0,
  stepsUnadjusted: 10,
};

/** A series that fits steps as well as a line must have grown by this factor more, times the square of the fits' ratio. */
const STEPS_PENALTY = 1.6;

/**
 * For each unit: the minimum growth of a short warm-up, growth that is negligible, and variation that is stable at any
 * level.
 */
const SCALES = {
  bytes: { warmUp: 200e6, negligible: 5e6, stable: 4e6 },
  count: { warmUp: 100, negligible: 5, stable: 10 },
};

/**
 * How much a series may warm up within a time: by more it grows. In its first hours a service may take half of its
 * memory, in half a day little, later next to nothing. A cache that fills more slowly cannot be distinguished from a
 * leak until it is full.
 */
function warmUp(unit, level, spanMs) {
  const { warmUp: minWarmUp, negligible } = SCALES[unit];
  return Math.max(negligible, Math.max(minWarmUp, level / 2) / (1 + (spanMs / (4 * HOUR_MS)) ** 4));
}

/**
 * Judges the points { times, lows, activeMs, idleMs, pausedMs, requests } of a window. Returns { verdict, slope, interval,
 * pValue, evidence }, with the slope per hour, or undefined if there are too few points. `previous` is the previous
 * verdict. With `onlyChanges`, windows without a clear change are skipped, which costs a tenth.
 */
function judge(points, { unit, confidence, previous, onlyChanges }) {
  const { lows } = points;
  const n = lows.length;
  const spanMs = n === 0 ? 0 : points.times[n - 1] - points.times[0];
  if (n < MIN_POINTS || spanMs < MIN_SPAN_MS) return undefined;
  const times = points.times.map((time) => (time - points.times[0]) / HOUR_MS);
  // GC pauses do not count as load, because GCs take longer when memory is short.
  const loads = points.activeMs.map(
    (activeMs, i) => Math.max(0, activeMs - points.pausedMs[i]) / (activeMs + points.idleMs[i] || 1),
  );
  const values = adjustForLoad(times, lows, loads);
  const level = median(lows.toSorted());
  const minGrowth = warmUp(unit, level, spanMs);
  if (onlyChanges && Math.abs(rise(values)) < minGrowth / 4) return undefined;
  const slopes = pairSlopes(times, values);
  const slope = median(slopes);
  const factor = autocorrelationFactor(values.map((value, i) => value - slope * times[i]));
  const { variance, pValue } = mannKendall(values, factor);
  const trend = {
    slope,
    interval: slopeInterval(slopes, variance, confidence),
    pValue,
    evidence: evidenceOf(points),
  };
  const direction = slope > 0 ? 'growing' : 'shrinking';
  const bounds = previous === direction ? LENIENT : STRICT;
  const alpha = (1 - confidence) * bounds.significance;
  if (isSteady(times, lows, values, trend, { ...bounds, minGrowth: bounds.growth * minGrowth, alpha })) {
    return { verdict: direction, ...trend };
  }
  const mayChange = pValue < alpha && Math.abs(slope) * times.at(-1) > SCALES[unit].negligible;
  const stable = !mayChange && isStable(trend, level, unit, previous);
  return { verdict: stable ? 'stable' : 'undecided', ...trend };
}

/** Whether the values rise, or fall, by enough, significantly, and as steadily at the end as at the start. */
function isSteady(times, raw, values, { slope, interval, pValue }, bounds) {
  const growth = Math.abs(slope) * times.at(-1);
  if (growth < bounds.minGrowth || pValue > bounds.alpha || interval[0] * interval[1] <= 0) return false;
  // The slope of a part of the window, or of the unadjusted values, as a share of the whole slope.
  const share = (series, from, to) =>
    median(pairSlopes(times.subarray(from, to), series.subarray(from, to))) / slope;
  const half = times.length >> 1;
  if (share(values, 0, half) < bounds.early || share(values, half) < bounds.late) return false;
  if (share(raw) < bounds.unadjusted || lineToStepsRatio(times, raw) > bounds.stepsUnadjusted) return false;
  const ratio = lineToStepsRatio(times, values);
  return ratio < bounds.steps && growth > bounds.minGrowth * STEPS_PENALTY * ratio ** 2;
}

/** The rise from the median of the first third to that of the last third. */
function rise(values) {
  const third = Math.ceil(values.length / 3);
  return median(values.slice(-third).sort()) - median(values.slice(0, third).sort());
}

/** Whether the slope is small enough, and there was load. A series that was stable before may vary twice as much. */
function isStable({ interval, evidence }, level, unit, previous) {
  const maxChange = Math.max(SCALES[unit].stable, level / 10) * (previous === 'stable' ? 2 : 1);
  const hours = (evidence.to - evidence.from) / HOUR_MS;
  const steady = Math.max(-interval[0], interval[1]) * hours <= maxChange;
  return steady && evidence.eventLoopUtilization >= MIN_LOAD;
}

function evidenceOf({ times, activeMs, idleMs, requests }) {
  const sum = (values) => values.reduce((all, value) => all + value, 0);
  return {
    from: times[0],
    to: times.at(-1),
    samples: times.length,
    eventLoopUtilization: sum(activeMs) / (sum(activeMs) + sum(idleMs) || 1),
    requests: sum(requests),
  };
}

module.exports = { judge };
