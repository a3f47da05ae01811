'use strict';

// Verdicts of a monitor as sentences: `Heap used: growing by 1.2 MB an hour (0.9 MB to 1.5 MB, 95 % confidence)`.

const { bytes, count, decimal, milliseconds, plural } = require('../util/numbers.js');

const NAMES = {
  heapUsed: 'Heap used',
  external: 'External memory',
  arrayBuffers: 'Array buffers',
  rss: 'Resident set (RSS)',
  detachedContexts: 'Detached contexts',
};
const LIVE = 'live:';

/** The display name of a series. */
function seriesName(name) {
  if (name.startsWith(LIVE)) return `Live ${name.slice(LIVE.length)}`;
  return Object.hasOwn(NAMES, name) ? NAMES[name] : name;
}

/** A value of a series, with its unit. */
function amountText(value, unit) {
  if (unit === 'bytes') return bytes(value);
  return Math.abs(value) < 100 ? decimal(value) : count(Math.round(value));
}

/** `+1.2 MB/h` */
function slopeText({ slope, unit }) {
  return slope === null ? '' : `${slope < 0 ? '' : '+'}${amountText(slope, unit)}/h`;
}

/** The verdict as a sentence without its full stop. The name of its series may be any text. */
function verdictText({ series, verdict, slope, interval, confidence, unit }) {
  const name = seriesName(series);
  if (slope === null || interval === null) return `${name}: undecided, there is not enough evidence yet`;
  const [low, high] = interval.map((end) => amountText(end, unit));
  const confidenceText = `${Math.round(confidence * 1000) / 10} % confidence`;
  const range = low === high ? confidenceText : `${low} to ${high}, ${confidenceText}`;
  return `${name}: ${trendText(verdict, slope, unit)} an hour (${range})`;
}

function trendText(verdict, slope, unit) {
  switch (verdict) {
    case 'growing':
      return `growing by ${amountText(slope, unit)}`;
    case 'shrinking':
      return `shrinking by ${amountText(-slope, unit)}`;
    case 'stable':
      return `stable, ${amountText(slope, unit)}`;
    default:
      return `undecided, so far ${amountText(slope, unit)}`;
  }
}

/** The evidence for a verdict: `64 samples in 2 h 10 min, event loop 34 % busy, 12,000 requests`. */
function evidenceText({ evidence: { from, to, samples, eventLoopUtilization, requests } }) {
  const parts = [
    `${plural(samples, 'sample')}${from === null || to === null ? '' : ` in ${durationText(to - from)}`}`,
  ];
  if (eventLoopUtilization !== null)
    parts.push(`event loop ${Math.round(eventLoopUtilization * 100)} % busy`);
  if (requests !== null) parts.push(plural(requests, 'request'));
  return parts.join(', ');
}

const UNITS_MS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
];

/** `2 h 10 min`, `45 s`. */
function durationText(ms) {
  const first = UNITS_MS.findIndex(([, size]) => ms >= size);
  if (first < 0) return milliseconds(Math.max(0, ms));
  const parts = [];
  let rest = ms;
  for (const [unit, size] of UNITS_MS.slice(first, first + 2)) {
    const number = Math.floor(rest / size);
    if (number > 0) parts.push(`${count(number)} ${unit}`);
    rest -= number * size;
  }
  return parts.join(' ');
}

/** Sorts verdicts: growing first, undecided last; within the same verdict, bytes before counts. */
function byWeight(a, b) {
  return rank(a) - rank(b);
}

function rank({ verdict, unit }) {
  return ['growing', 'shrinking', 'stable', 'undecided'].indexOf(verdict) * 2 + (unit === 'bytes' ? 0 : 1);
}

module.exports = { amountText, byWeight, durationText, evidenceText, seriesName, slopeText, verdictText };
