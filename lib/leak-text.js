'use strict';

// The report of leaks. Those of one fingerprint are told once; the suspects, the references of which one is to be
// cut, are underlined.

const { shorten } = require('./explain/shorten.js');
const { placeOfStep } = require('./explain/steps.js');
const { firstPlace, placeText } = require('./stack.js');
const { bytes, count, plural } = require('./text/numbers.js');
const { cut, cutStart, printable, quoted, width, wrap } = require('./text/text.js');

/** Lines are shorter than a terminal's 80 columns: runners indent them. */
const COLUMNS = 78;
const INDENT = '  ';
/** Different leaks that are shown. */
const MOST = 5;
/** Of a longer path, the middle is left out. */
const MOST_STEPS = 24;
const HEAD = 8;
/** Each step goes in by so many columns, as long as all of them take no more than SLOPE. */
const STEPS_IN = [5, 3, 2, 1];
const SLOPE = 32;

/** `measured` is { total, cycles, elapsed, what }: targets, full GCs, milliseconds; what they are, unless tracked objects. */
function leakText(leaks, { total, cycles, elapsed, what = 'tracked object' }) {
  const were = leaks.length === 1 ? 'was' : 'were';
  const uncollected = `${count(leaks.length)} of ${plural(total, what)} ${were} not collected`;
  const lines = [`${uncollected} (${plural(cycles, 'full GC')}, ${Math.round(elapsed)} ms)`];
  const groups = grouped(leaks);
  for (const group of groups.slice(0, MOST)) lines.push('', ...groupText(group));
  if (groups.length > MOST)
    lines.push('', `${plural(groups.length - MOST, 'other kind')} of leak: see error.leaks`);
  return lines.join('\n');
}

/** Leaks by fingerprint, those first that may be cured, then those that retain most. */
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
  if (place !== null) parts.push(`tracked at ${printable(placeText(place))}`);
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

/** The path as a tree, a step a line, suspects underlined. */
function pathText([root, ...rest]) {
  const items = shorten(rest, MOST_STEPS, HEAD);
  const into = STEPS_IN.find((columns) => columns * items.length <= SLOPE) ?? 1;
  const lines = items.flatMap((item, depth) => {
    const indent = ' '.repeat(INDENT.length + Math.min(into * depth, SLOPE));
    if (item.skipped === undefined) return stepLines(item, indent, depth === items.length - 1);
    return [cut(`${indent}…  ${count(item.skipped)} more ${item.what}`, COLUMNS - INDENT.length)];
  });
  return [`(GC root) ${root.what}`, ...lines];
}

function stepLines(step, indent, last) {
  const start = `${indent}└─ `;
  const id = last ? `  @${step.node.id}` : '';
  const room = COLUMNS - INDENT.length - width(start) - width(id);
  const label = cut(step.label, Math.max(16, room - width(step.what) - 2));
  const parts = [label, step.what].filter((part) => part !== '');
  const lines = [`${start}${cut(parts.join('  '), room)}${id}`];
  for (const [remark, shorter] of [
    // Of a place the end says more.
    [placeOfStep(step.place), cutStart],
    [step.note ?? '', cut],
  ]) {
    if (remark === '') continue;
    const text = printable(remark);
    if (width(lines.at(-1)) + 2 + width(text) <= COLUMNS - INDENT.length)
      lines[lines.length - 1] += `  ${text}`;
    else lines.push(`${indent}     ${shorter(text, COLUMNS - INDENT.length - width(indent) - 5)}`);
  }
  if (step.suspect) lines.splice(1, 0, underline(start, label === '' ? step.what : label));
  return lines;
}

/** Tildes below the name in a reference: not below `exports.` or the dot of `.name`. */
function underline(start, label) {
  const skipped = /^(?:[\w$]+)?\.(?=[^.[]+$)/.exec(label)?.[0] ?? '';
  return `${' '.repeat(width(start) + width(skipped))}${'~'.repeat(width(label) - width(skipped))}`;
}

function sentence(text) {
  return wrap(printable(text).split(' '), COLUMNS);
}

module.exports = { COLUMNS, INDENT, leakText, pathText, sentence };
