'use strict';

// Round values and times for the axes of a chart. By hand: the ticks of d3-array and d3-time would be 8 kB of the
// page, all of d3-scale and d3-time-format 42, where this is 1.

const DAY_MS = 86_400_000;
const MAX_TICKS = 50;
const STEPS_MS = [
  1,
  5,
  10,
  50,
  100,
  500,
  1000,
  2000,
  5000,
  10_000,
  15_000,
  30_000,
  60_000,
  120_000,
  300_000,
  600_000,
  900_000,
  1_800_000,
  3_600_000,
  7_200_000,
  10_800_000,
  21_600_000,
  43_200_000,
  DAY_MS,
];

/** About `wanted` round values from `low` to `high`, at least `minStep` apart. */
function roundValues(low, high, wanted, minStep = 0) {
  const rough = (high - low) / wanted || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(minStep, [1, 2, 5, 10].find((factor) => factor * power >= rough) * power);
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return Array.from({ length: bounded(count) }, (_, index) => (first + index) * step);
}

/** The number of ticks, bounded: a step changes nothing in very large numbers. */
function bounded(count) {
  return Math.max(0, Math.min(MAX_TICKS, count));
}

/** About `wanted` round times, in the reader's time zone. */
function roundTimes(from, to, wanted) {
  const rough = (to - from) / wanted || 1;
  const step = STEPS_MS.find((one) => one >= rough) ?? Math.ceil(rough / DAY_MS) * DAY_MS;
  const offset = new Date(from).getTimezoneOffset() * 60_000;
  const first = Math.ceil((from - offset) / step) * step + offset;
  return Array.from(
    { length: bounded(Math.floor((to - first) / step) + 1) },
    (_, index) => first + index * step,
  );
}

const two = (number) => String(number).padStart(2, '0');

/** `14:03`. A chart of `spanMs` may need seconds as well, or the day. */
function timeText(time, spanMs) {
  const date = new Date(time);
  const clock = `${two(date.getHours())}:${two(date.getMinutes())}`;
  if (spanMs < 5000)
    return `${clock}:${two(date.getSeconds())}.${String(date.getMilliseconds()).padStart(3, '0')}`;
  if (spanMs < 900_000) return `${clock}:${two(date.getSeconds())}`;
  if (spanMs < DAY_MS) return clock;
  return `${date.toLocaleDateString('en', { month: 'short', day: 'numeric' })} ${clock}`;
}

function dateText(time) {
  const date = new Date(time);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${timeText(time, 900_000)}`;
}

module.exports = { dateText, roundTimes, roundValues, timeText };
