'use strict';

// The report of growth: for each kind of path its name with the growth of a round, the growth of a loop, and the retaining
// path of the newest object.

const { COLUMNS, INDENT, pathText, sentence } = require('../paths/index.js');
const { notExplained } = require('../leaks/index.js');
const { bytes, decimal, milliseconds, plural, signed } = require('../util/numbers.js');
const { cut, cutStart, printable } = require('../util/text.js');

/** Kinds that are shown. */
const MAX_SHOWN = 5;

/** The growth of the heap is reported if the paths explain less than this part of it, and so many bytes are missing. */
const EXPLAINED = 0.5;
const UNEXPLAINED = 512;

/**
 * `measured` is { loops, rounds, snapshots, failure, heapBytesPerLoop, elapsedMs }; a `failure` is why no paths were found.
 */
function growthText(growth, { loops, rounds, snapshots, failure, heapBytesPerLoop, elapsedMs }) {
  const metrics = growth.filter(({ kind }) => kind === 'metric').length;
  const paths = growth.length - metrics;
  const what = [
    ...(paths > 0 ? [plural(paths, 'kind of path', 'kinds of paths')] : []),
    ...(metrics > 0 ? [plural(metrics, 'metric')] : []),
  ];
  const how = [`${plural(rounds, 'round')} of ${plural(loops, 'loop')}`, plural(snapshots, 'heap snapshot')];
  const lines = [`growth on every round: ${what.join(', ')} (${how.join(', ')}, ${milliseconds(elapsedMs)})`];
  lines.push(...heapText(growth, heapBytesPerLoop));
  for (const entry of growth.slice(0, MAX_SHOWN)) {
    lines.push('', ...(entry.kind === 'metric' ? metricText(entry) : kindText(entry, loops)));
  }
  if (growth.length > MAX_SHOWN)
    lines.push('', `${plural(growth.length - MAX_SHOWN, 'other')}: see error.growth`);
  if (failure !== undefined) lines.push('', ...sentence(notExplained(failure)));
  return lines.join('\n');
}

function heapText(growth, heapBytes) {
  const kinds = growth.filter(({ kind }) => kind === 'path');
  const explained = kinds.reduce((sum, { bytesPerLoop }) => sum + bytesPerLoop, 0);
  if (kinds.length === 0 || heapBytes === null) return [];
  const isExplained = explained >= EXPLAINED * heapBytes || heapBytes - explained < UNEXPLAINED;
  return isExplained ? [] : [`the heap grows by ${bytes(heapBytes)} a loop`];
}

function metricText({ name, values, perLoop }) {
  const shown = values.length > 7 ? [...values.slice(0, 3), '…', ...values.slice(-3)] : values;
  const text = shown.map((value) => (typeof value === 'number' ? decimal(value) : value)).join(' → ');
  return [
    `${printable(name)}  ${signed(perLoop, decimal)} a loop`,
    `${INDENT}${cut(text, COLUMNS - INDENT.length)}`,
  ];
}

function kindText(
  { name, counts, retainedSizes, countPerLoop, bytesPerLoop, className, path, ...more },
  loops,
) {
  const { hint, known, fingerprint, together } = more;
  const [countPerRound, bytesPerRound] = [countPerLoop * loops, bytesPerLoop * loops];
  const noun = nounOf(path);
  const growth = `${signed(countPerRound, decimal)} ${noun} a round, ${signed(bytesPerRound, bytes)} retained`;
  const lines = [...headText(printable(name), growth)];
  const perLoop = `a loop: ${decimal(countPerLoop)} ${printable(className)}, ${bytes(bytesPerLoop)} retained`;
  lines.push(`${INDENT}${cut(perLoop, COLUMNS - INDENT.length)}`);
  if (together !== null) {
    const others = plural(together.kinds - 1, 'other kind');
    lines.push(`${INDENT}together with ${others}: ${bytes(together.bytesPerLoop)} retained a loop`);
  }
  lines.push('', ...pathText(path).map((line) => `${INDENT}${line}`), '');
  if (hint !== null) lines.push(...sentence(hint));
  if (known !== null) lines.push(...sentence(`known retainer: ${known.reason}`));
  lines.push(`fingerprint ${fingerprint}`);
  return lines;
}

/** On one line if it fits. */
function headText(name, growth) {
  const line = `${name} ${growth}`;
  return line.length <= COLUMNS ? [line] : [cutStart(name, COLUMNS), `${INDENT}${growth}`];
}

function nounOf(path) {
  const at = path.findIndex(({ suspect }) => suspect);
  const { kind } = path[at];
  if (kind === 'listener' || kind === 'timer') return `${kind}s`;
  const holder = path[at - 1].what;
  if (/^(?:Weak)?(?:Map|Set)\b/.test(holder)) return 'entries';
  return /^Array\b/.test(holder) ? 'elements' : 'objects';
}

module.exports = { growthText };
