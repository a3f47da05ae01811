'use strict';

// One window of a series judged, by numbers alone. Memory grows in it if all of this holds of its lower envelope,
// without what the load may explain (load.js):
//
// - there is a trend (Mann-Kendall with its autocorrelation, trend.js);
// - it grew by more than what warms up in that time (see `warmUp`);
// - it rises in both halves, in the later one hardly less than in the whole: it has not levelled off;
// - a line describes it better than two steps do, or hardly worse (steps.js);
// - it rises before the load was taken out, too: only the load's part of it may be left out.
//
// It shrinks by the same rules downwards. It is stable if the interval of the slope leaves no room for more than a
// tenth of its level within the window, and there was load. Of anything else nothing is said. The bounds were found
// on simulated services (bench/monitor/trend).

const { withoutLoad } = require('./load.js');
const { lineAgainstSteps } = require('./steps.js');
const { autocorrelationFactor, mannKendall, median, pairSlopes, slopeInterval } = require('./trend.js');

const HOUR = 3_600_000;
const LEAST_POINTS = 10;
const LEAST_SPAN = 8 * 60_000;
/** The part of the time for which the event loop must have been busy before anything is called stable. */
const LEAST_LOAD = 0.002;

/** Bounds for what begins to grow, and for what was found growing before, so that it does not come and go. */
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

/** By how much more what looks no more like a line than like steps must have grown; with the square of the doubt. */
const LINE = 1.6;

/** Of each unit what warms up at least (in a short time), what is nothing at all, and what is stable at any level. */
const SCALES = {
  bytes: { warmUp: 200e6, nothing: 5e6, stable: 4e6 },
  count: { warmUp: 100, nothing: 5, stable: 10 },
};

/**
 * How much a series of that level may grow within a time before it is called growing. In an hour or two a service
 * that has just begun to work may take half of its memory, in half a day little, later next to nothing. What fills
 * up more slowly cannot be told from a leak until it is full.
 */
function warmUp(unit, level, spanMs) {
  const { warmUp: least, nothing } = SCALES[unit];
  return Math.max(nothing, Math.max(least, level / 2) / (1 + (spanMs / (4 * HOUR)) ** 4));
}

/**
 * The verdict on a window's points { times, lows, active, idle, paused, requests } (ms): { verdict, slope, interval, pValue,
 * evidence }, or undefined if they are too few. `was` is the verdict that stood. With `changes` only what clearly
 * changes is judged, at a tenth of the cost.
 */
function judge(points, { unit, confidence, was, changes }) {
  const { lows } = points;
  const n = lows.length;
  const spanMs = n === 0 ? 0 : points.times[n - 1] - points.times[0];
  if (n < LEAST_POINTS || spanMs < LEAST_SPAN) return undefined;
  const times = points.times.map((time) => (time - points.times[0]) / HOUR);
  // What the GC itself takes is no load: it takes more when memory is short.
  const loads = points.active.map(
    (busy, i) => Math.max(0, busy - points.paused[i]) / (busy + points.idle[i] || 1),
  );
  const values = withoutLoad(times, lows, loads);
  const level = median(lows.toSorted());
  const least = warmUp(unit, level, spanMs);
  if (changes && Math.abs(rise(values)) < least / 4) return undefined;
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
  const bounds = was === direction ? LENIENT : STRICT;
  const alpha = (1 - confidence) * bounds.significance;
  if (goesOn(times, lows, values, trend, { ...bounds, enough: bounds.growth * least, alpha })) {
    return { verdict: direction, ...trend };
  }
  const doubtful = pValue < alpha && Math.abs(slope) * times.at(-1) > SCALES[unit].nothing;
  const stable = !doubtful && isStable(trend, level, unit, was);
  return { verdict: stable ? 'stable' : 'undecided', ...trend };
}

/** Whether the values rise, or fall, by enough, significantly, and as steadily at the end as before. */
function goesOn(times, raw, values, { slope, interval, pValue }, bounds) {
  const growth = Math.abs(slope) * times.at(-1);
  if (growth < bounds.enough || pValue > bounds.alpha || interval[0] * interval[1] <= 0) return false;
  // Of the slope, that of a part of the window, or of what was not adjusted to the load.
  const share = (some, from, to) =>
    median(pairSlopes(times.subarray(from, to), some.subarray(from, to))) / slope;
  const half = times.length >> 1;
  if (share(values, 0, half) < bounds.early || share(values, half) < bounds.late) return false;
  if (share(raw) < bounds.unadjusted || lineAgainstSteps(times, raw) > bounds.stepsUnadjusted) return false;
  const doubt = lineAgainstSteps(times, values);
  return doubt < bounds.steps && growth > bounds.enough * LINE * doubt ** 2;
}

/** From the median of the first third to that of the last. */
function rise(values) {
  const third = Math.ceil(values.length / 3);
  return median(values.slice(-third).sort()) - median(values.slice(0, third).sort());
}

/** What was stable may waver twice as much before that is doubted. */
function isStable({ interval, evidence }, level, unit, was) {
  const most = Math.max(SCALES[unit].stable, level / 10) * (was === 'stable' ? 2 : 1);
  const hours = (evidence.to - evidence.from) / HOUR;
  const steady = Math.max(-interval[0], interval[1]) * hours <= most;
  return steady && evidence.eventLoopUtilization >= LEAST_LOAD;
}

function evidenceOf({ times, active, idle, requests }) {
  const sum = (values) => values.reduce((all, value) => all + value, 0);
  return {
    from: times[0],
    to: times.at(-1),
    samples: times.length,
    eventLoopUtilization: sum(active) / (sum(active) + sum(idle) || 1),
    requests: sum(requests),
  };
}

module.exports = { judge };
