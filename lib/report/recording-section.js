'use strict';

// A recording for the page: checked, since anybody may have written the file, bounded, and with its verdicts in words.

const { basename } = require('node:path');
const { failed } = require('./source.js');
const { cut, printable } = require('../util/text.js');
const { byWeight, evidenceText, seriesName, verdictText } = require('./verdict-text.js');

const VERDICTS = ['growing', 'stable', 'shrinking', 'undecided'];
const MOST_SERIES = 100;
const MOST_POINTS = 1500;
const MOST_MARKS = 512;
const MOST_LABELS = 200;
const LONGEST = 80;

/** The page's data of a recording; `veil` decides about the arguments of the program. */
function recordingOf(file, recording, veil) {
  const wrong = (what) =>
    failed(file, 'ERR_GC_TRACKER_RECORDING_INVALID', `in the recording, ${what} is not as it should be`);
  const check = (what, good) => {
    if (!good) throw wrong(what);
  };
  check('version', recording.version === 1);
  check('from', isTime(recording.from) && isTime(recording.to));
  check('series', Array.isArray(recording.series) && recording.series.every(isSeries));
  check('verdicts', Array.isArray(recording.verdicts) && recording.verdicts.every(isVerdict));
  check(
    'gcs',
    isObject(recording.gcs) &&
      isList(recording.gcs.marks, 2) &&
      recording.gcs.marks.every(([time]) => isTime(time)),
  );
  check('labels', isObject(recording.labels));
  check('command', Array.isArray(recording.command) && recording.command.every(isText));
  const verdicts = recording.verdicts.slice(0, MOST_SERIES);
  return {
    command: commandText(recording.command, veil),
    pid: Number(recording.pid) || null,
    node: isText(recording.node) ? short(recording.node) : null,
    from: recording.from,
    to: recording.to,
    series: recording.series.slice(0, MOST_SERIES).map(({ name, unit, points }) => ({
      id: short(name),
      name: short(seriesName(name)),
      unit,
      points: thinned(points),
    })),
    verdicts: verdicts.sort(byWeight).map((verdict) => ({
      series: short(verdict.series),
      verdict: verdict.verdict,
      slope: verdict.slope,
      interval: verdict.interval,
      from: verdict.evidence.from,
      to: verdict.evidence.to,
      text: short(verdictText(verdict), 200),
      evidence: evidenceText(verdict),
    })),
    gcs: gcsOf(recording.gcs),
    labels: labelsOf(recording.labels),
  };
}

/** Arguments may hold a password. */
function commandText([, program, ...args], veil) {
  if (program === undefined) return 'node';
  const name = veil.file(printable(basename(program)));
  if (args.length === 0) return name;
  return veil.shown ? cut(printable([name, ...args].join(' ')), 200) : `${name} …`;
}

function gcsOf({ count, pauseMs, marks }) {
  const number = (value) => (Number.isFinite(value) ? value : 0);
  const kinds = ['minor', 'major', 'incremental', 'weakcb'];
  return {
    kinds: kinds.map((kind) => [kind, number(count?.[kind]), number(pauseMs?.[kind])]),
    marks: marks.slice(-MOST_MARKS),
  };
}

function labelsOf(labels) {
  return Object.entries(labels)
    .filter(([, counts]) => isObject(counts))
    .slice(0, MOST_LABELS)
    .map(([label, { live, collected }]) => [short(label), Number(live) || 0, Number(collected) || 0])
    .sort(([, a], [, b]) => b - a);
}

function isSeries(one) {
  const isKnown = isObject(one) && isText(one.name) && ['bytes', 'count'].includes(one.unit);
  return isKnown && isList(one.points, 3) && one.points.every(([time]) => isTime(time));
}

function isVerdict(one) {
  return (
    isObject(one) &&
    isText(one.series) &&
    VERDICTS.includes(one.verdict) &&
    isNumberOrNull(one.slope) &&
    (one.interval === null || isList([one.interval], 2)) &&
    Number.isFinite(one.confidence) &&
    isObject(one.evidence) &&
    Number.isFinite(one.evidence.samples) &&
    ['from', 'to'].every((end) => one.evidence[end] === null || isTime(one.evidence[end])) &&
    ['eventLoopUtilization', 'requests'].every((name) => isNumberOrNull(one.evidence[name]))
  );
}

/** Whether it is a list of lists of so many numbers. */
function isList(value, length) {
  const isItem = (item) => Array.isArray(item) && item.length === length && item.every(Number.isFinite);
  return Array.isArray(value) && value.every(isItem);
}

function isNumberOrNull(value) {
  return value === null || Number.isFinite(value);
}

/** In ms since 1970, as far as dates go. */
function isTime(value) {
  return Number.isFinite(value) && Math.abs(value) <= 8.64e15;
}

function isObject(value) {
  return typeof value === 'object' && value !== null;
}

function isText(value) {
  return typeof value === 'string';
}

function short(text, most = LONGEST) {
  return cut(printable(text), most);
}

/** Of several neighbours the lowest low and the highest high. */
function thinned(points) {
  const step = Math.ceil(points.length / MOST_POINTS);
  if (step <= 1) return points;
  const result = [];
  for (let start = 0; start < points.length; start += step) {
    const some = points.slice(start, start + step);
    const lows = some.map(([, low]) => low);
    const highs = some.map(([, , high]) => high);
    result.push([some[0][0], Math.min(...lows), Math.max(...highs)]);
  }
  return result;
}

module.exports = { recordingOf };
