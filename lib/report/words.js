'use strict';

// Verdicts of a monitor in words: `Heap used grows by 1.2 MB an hour (0.9 MB to 1.5 MB, 95 % confidence)`.

const { bytes, count, plural } = require('../text/numbers.js');

const NAMES = {
  heapUsed: 'Heap used',
  external: 'External memory',
  arrayBuffers: 'Array buffers',
  rss: 'Resident set (RSS)',
  detachedContexts: 'Detached contexts',
};
const LIVE = 'live:';

/** What a series is called. */
function seriesName(name) {
  if (name.startsWith(LIVE)) return `Live ${name.slice(LIVE.length)}`;
  return Object.hasOwn(NAMES, name) ? NAMES[name] : name;
}

/** An amount of a series. */
function amount(value, unit) {
  if (unit === 'bytes') return bytes(value);
  const rounded = Math.abs(value) < 100 ? Math.round(value * 10) / 10 : Math.round(value);
  return Number.isInteger(rounded) ? count(rounded) : String(rounded);
}

/** `+1.2 MB/h` */
function slopeText({ slope, unit }) {
  return slope === null ? '' : `${slope < 0 ? '' : '+'}${amount(slope, unit)}/h`;
}

/** The whole verdict, as a sentence without its point. */
function verdictText(verdict) {
  const name = seriesName(verdict.series);
  const { slope, interval, confidence, unit } = verdict;
  if (slope === null || interval === null) return `${name}: not enough evidence yet`;
  const range = `${amount(interval[0], unit)} to ${amount(interval[1], unit)} an hour`;
  const sure = `${Math.round(confidence * 1000) / 10} % confidence`;
  switch (verdict.verdict) {
    case 'growing':
      return `${name} grows by ${amount(slope, unit)} an hour (${range}, ${sure})`;
    case 'shrinking':
      return `${name} shrinks by ${amount(-slope, unit)} an hour (${range}, ${sure})`;
    case 'stable':
      return `${name} is stable: ${amount(slope, unit)} an hour (${range}, ${sure})`;
    default:
      return `${name}: undecided; so far ${amount(slope, unit)} an hour (${range}, ${sure})`;
  }
}

/** What a verdict relies on: `64 samples in 2 h 10 min, event loop 34 % busy, 12,000 requests`. */
function evidenceText({ evidence: { from, to, samples, eventLoopUtilization, requests } }) {
  const parts = [
    `${plural(samples, 'sample')}${from === null || to === null ? '' : ` in ${duration(to - from)}`}`,
  ];
  if (eventLoopUtilization !== null)
    parts.push(`event loop ${Math.round(eventLoopUtilization * 100)} % busy`);
  if (requests !== null) parts.push(plural(requests, 'request'));
  return parts.join(', ');
}

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
];

/** `2 h 10 min`, `45 s`. */
function duration(ms) {
  const first = UNITS.findIndex(([, size]) => ms >= size);
  if (first < 0) return `${Math.max(0, Math.round(ms))} ms`;
  const parts = [];
  let rest = ms;
  for (const [unit, size] of UNITS.slice(first, first + 2)) {
    const number = Math.floor(rest / size);
    if (number > 0) parts.push(`${number} ${unit}`);
    rest -= number * size;
  }
  return parts.join(' ');
}

/** Growing first, then what else is known; of these bytes before counts. */
function byWeight(a, b) {
  return rank(a) - rank(b);
}

function rank({ verdict, unit }) {
  return ['growing', 'shrinking', 'stable', 'undecided'].indexOf(verdict) * 2 + (unit === 'bytes' ? 0 : 1);
}

module.exports = { amount, byWeight, duration, evidenceText, seriesName, slopeText, verdictText };
