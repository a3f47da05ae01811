'use strict';

// Round numbers and times for the axes of a chart. By hand: the ticks of d3-array and d3-time would be 8 kB of the page,
// all of d3-scale and d3-time-format 42, where this is 1.

const DAY = 86_400_000;
const MOST = 50;
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
  DAY,
];

/** About `most` round values from `low` to `high`, whole ones if `least` is 1. */
function roundValues(low, high, most, least = 0) {
  const rough = (high - low) / most || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(least, [1, 2, 5, 10].find((factor) => factor * power >= rough) * power);
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return Array.from({ length: bounded(count) }, (_, index) => (first + index) * step);
}

/** Of numbers so large that a step makes no difference there is no end. */
function bounded(count) {
  return Math.max(0, Math.min(MOST, count));
}

/** At most about `most` round times, by the reader's clock. */
function roundTimes(from, to, most) {
  const rough = (to - from) / most || 1;
  const step = STEPS_MS.find((one) => one >= rough) ?? Math.ceil(rough / DAY) * DAY;
  const offset = new Date(from).getTimezoneOffset() * 60_000;
  const first = Math.ceil((from - offset) / step) * step + offset;
  return Array.from(
    { length: bounded(Math.floor((to - first) / step) + 1) },
    (_, index) => first + index * step,
  );
}

const two = (number) => String(number).padStart(2, '0');

/** `14:03`, with seconds where they matter, with the day where there are several. */
function timeText(time, span) {
  const date = new Date(time);
  const clock = `${two(date.getHours())}:${two(date.getMinutes())}`;
  if (span < 5000)
    return `${clock}:${two(date.getSeconds())}.${String(date.getMilliseconds()).padStart(3, '0')}`;
  if (span < 900_000) return `${clock}:${two(date.getSeconds())}`;
  if (span < DAY) return clock;
  return `${date.toLocaleDateString('en', { month: 'short', day: 'numeric' })} ${clock}`;
}

function dateText(time) {
  const date = new Date(time);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${timeText(time, 900_000)}`;
}

module.exports = { dateText, roundTimes, roundValues, timeText };
