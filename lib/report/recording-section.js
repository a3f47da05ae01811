'use strict';

// The page's data on a recording. The recording is checked, because the file may come from anywhere, and it is bounded.
// Verdicts become sentences.

const { basename } = require('node:path');
const { inputError } = require('./read-input.js');
const { cut, printable } = require('../util/text.js');
const { byWeight, evidenceText, seriesName, verdictText } = require('./verdict-text.js');

const VERDICTS = ['growing', 'stable', 'shrinking', 'undecided'];
const MAX_SERIES = 100;
const MAX_POINTS = 1500;
const MAX_FULL_GCS = 512;
const MAX_LABELS = 200;
const MAX_LENGTH = 80;

/** The data of a recording. The redactor decides whether the arguments of the program are shown. */
function recordingOf(file, recording, redactor) {
  const check = (field, isValid) => {
    if (isValid) return;
    throw inputError(file, 'ERR_GC_TRACKER_RECORDING_INVALID', `the recording's field ${field} is invalid`);
  };
  check('version', recording.version === 1);
  check('from', isTime(recording.from) && isTime(recording.to));
  check('series', Array.isArray(recording.series) && recording.series.every(isSeries));
  check('verdicts', Array.isArray(recording.verdicts) && recording.verdicts.every(isVerdict));
  check(
    'gcs',
    isObject(recording.gcs) &&
      isList(recording.gcs.fullGCs, 2) &&
      recording.gcs.fullGCs.every(([time]) => isTime(time)),
  );
  check('labels', isObject(recording.labels));
  check('command', Array.isArray(recording.command) && recording.command.every(isText));
  const verdicts = recording.verdicts.slice(0, MAX_SERIES);
  return {
    command: commandText(recording.command, redactor),
    pid: Number(recording.pid) || null,
    node: isText(recording.node) ? short(recording.node) : null,
    from: recording.from,
    to: recording.to,
    series: recording.series.slice(0, MAX_SERIES).map(({ name, unit, points }) => ({
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

/** The program's name. Its arguments may contain a password, so they are shown only with strings. */
function commandText([, program, ...args], redactor) {
  if (program === undefined) return 'node';
  const name = redactor.file(printable(basename(program)));
  if (args.length === 0) return name;
  return redactor.showsStrings ? cut(printable([name, ...args].join(' ')), 200) : `${name} …`;
}

function gcsOf({ count, pauseMs, fullGCs }) {
  const number = (value) => (Number.isFinite(value) ? value : 0);
  const kinds = ['minor', 'major', 'incremental', 'weakcb'];
  return {
    kinds: kinds.map((kind) => [kind, number(count?.[kind]), number(pauseMs?.[kind])]),
    fullGCs: fullGCs.slice(-MAX_FULL_GCS),
  };
}

function labelsOf(labels) {
  return Object.entries(labels)
    .filter(([, counts]) => isObject(counts))
    .slice(0, MAX_LABELS)
    .map(([label, { live, collected }]) => [short(label), Number(live) || 0, Number(collected) || 0])
    .sort(([, a], [, b]) => b - a);
}

function isSeries(one) {
  const isNamed = isObject(one) && isText(one.name) && ['bytes', 'count'].includes(one.unit);
  return isNamed && isList(one.points, 3) && one.points.every(([time]) => isTime(time));
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

/** Whether it is an array of arrays of `length` numbers. */
function isList(value, length) {
  const isItem = (item) => Array.isArray(item) && item.length === length && item.every(Number.isFinite);
  return Array.isArray(value) && value.every(isItem);
}

function isNumberOrNull(value) {
  return value === null || Number.isFinite(value);
}

/** Whether it is a time in ms since 1970 that a Date can hold. */
function isTime(value) {
  return Number.isFinite(value) && Math.abs(value) <= 8.64e15;
}

function isObject(value) {
  return typeof value === 'object' && value !== null;
}

function isText(value) {
  return typeof value === 'string';
}

function short(text, maxLength = MAX_LENGTH) {
  return cut(printable(text), maxLength);
}

/** At most MAX_POINTS points: neighbours become one, with the lowest low and the highest high. */
function thinned(points) {
  const step = Math.ceil(points.length / MAX_POINTS);
  if (step <= 1) return points;
  const result = [];
  for (let start = 0; start < points.length; start += step) {
    const neighbours = points.slice(start, start + step);
    const lows = neighbours.map(([, low]) => low);
    const highs = neighbours.map(([, , high]) => high);
    result.push([neighbours[0][0], Math.min(...lows), Math.max(...highs)]);
  }
  return result;
}

module.exports = { recordingOf };
