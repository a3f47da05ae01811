'use strict';

// The report of leaks. Leaks with the same fingerprint are reported once.

const { COLUMNS, INDENT, pathText, sentence } = require('../paths/index.js');
const { firstPlace, placeText } = require('../util/stack.js');
const { bytes, plural } = require('../util/numbers.js');
const { cut, cutStart, printable, quoted, width } = require('../util/text.js');
const { verdictText } = require('./verdict.js');

/** Different leaks that are shown. */
const MAX_SHOWN = 5;
const TRACKED = 'tracked at ';

/** `measured` is { total, cycles, elapsedMs, what }: targets, full GCs, time; what they are, unless tracked objects. */
function leakText(leaks, measured) {
  const lines = [verdictText(leaks, measured)];
  const groups = grouped(leaks);
  for (const group of groups.slice(0, MAX_SHOWN)) lines.push('', ...groupText(group));
  if (groups.length > MAX_SHOWN)
    lines.push('', `${plural(groups.length - MAX_SHOWN, 'other kind')} of leak: see error.leaks`);
  return lines.join('\n');
}

/** Leaks by fingerprint: first those without a known retainer, then by retained size. */
function grouped(leaks) {
  const groups = new Map();
  for (const leak of leaks) {
    const key = leak.fingerprint ?? `label ${leak.label}`;
    if (groups.has(key)) groups.get(key).push(leak);
    else groups.set(key, [leak]);
  }
  const weight = ([{ known, retainedSize }]) => (known === null ? 2 ** 60 : 0) + (retainedSize ?? 0);
  return [...groups.values()].sort((a, b) => weight(b) - weight(a));
}

function groupText([leak, ...others]) {
  const lines = headText(leak);
  if (leak.path.length > 0) lines.push('', ...pathText(leak.path).map((line) => `${INDENT}${line}`));
  const end = [];
  if (leak.hint !== null) end.push(...sentence(leak.hint));
  if (leak.known !== null) end.push(...sentence(`known retainer: ${leak.known.reason}`));
  if (leak.fingerprint !== null) end.push(`fingerprint ${leak.fingerprint}${moreText(others)}`);
  else if (others.length > 0) end.push(`the same of ${plural(others.length, 'more object')}`);
  return end.length > 0 ? [...lines, '', ...end] : lines;
}

function moreText(others) {
  return others.length === 0 ? '' : ` · the same path holds ${plural(others.length, 'more object')}`;
}

/** `Session "user-1"  @48213  shallow 56 B, retained 12.4 MB  tracked at test/session.test.js:14:19` */
function headText({ label, className, id, shallowSize, retainedSize, stack }) {
  const name = [
    className === null ? 'tracked object' : printable(className),
    ...(label === undefined ? [] : [quoted(label)]),
  ].join(' ');
  const parts = [cut(name, COLUMNS - 12)];
  if (id !== null) parts.push(`@${id}`, `shallow ${bytes(shallowSize)}, retained ${bytes(retainedSize)}`);
  const place = firstPlace(stack);
  if (place !== null) {
    const room = COLUMNS - INDENT.length - TRACKED.length;
    parts.push(`${TRACKED}${cutStart(printable(placeText(place)), room)}`);
  }
  return wrapParts(parts);
}

/** Parts on as few lines as they fit in, two spaces apart. */
function wrapParts(parts) {
  const lines = [];
  for (const part of parts) {
    const longer = lines.length > 0 ? `${lines.at(-1)}  ${part}` : part;
    if (width(longer) <= COLUMNS && lines.length > 0) lines[lines.length - 1] = longer;
    else lines.push(cut(lines.length > 0 ? `${INDENT}${part}` : part, COLUMNS));
  }
  return lines;
}

module.exports = { leakText };
