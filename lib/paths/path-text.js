'use strict';

// A readable path as a tree in a report: one step a line. Suspects, the references of which one is to be cut, are underlined.

const { count } = require('../util/numbers.js');
const { cut, cutStart, printable, width, wrap } = require('../util/text.js');
const { shorten } = require('./shorten.js');
const { placeOfStep } = require('./steps.js');

/** Lines are shorter than a terminal's 80 columns: runners indent them. */
const COLUMNS = 78;
const INDENT = '  ';
/** The middle of a longer path is left out. */
const MAX_STEPS = 24;
const HEAD = 8;
/** Columns by which each step is indented: the most with which all steps stay within SLOPE. */
const INDENTS = [5, 3, 2, 1];
const SLOPE = 32;

/** Lines of a path. */
function pathText([root, ...rest]) {
  const items = shorten(rest, MAX_STEPS, HEAD);
  const into = INDENTS.find((columns) => columns * items.length <= SLOPE) ?? 1;
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
  // The end of a file's path says more than its start.
  const isFile = step.kind === 'landmark' && label !== '';
  const what = isFile ? cutStart(step.what, room - width(label) - 2) : step.what;
  const parts = [label, what].filter((part) => part !== '');
  const lines = [`${start}${cut(parts.join('  '), room)}${id}`];
  for (const remark of remarksOf(step)) {
    const text = printable(remark.text);
    if (width(lines.at(-1)) + 2 + width(text) <= COLUMNS - INDENT.length)
      lines[lines.length - 1] += `  ${text}`;
    else lines.push(`${indent}     ${remark.fit(text, COLUMNS - INDENT.length - width(indent) - 5)}`);
  }
  if (step.suspect) lines.splice(1, 0, underline(start, label === '' ? step.what : label));
  return lines;
}

/** What is said of a step beside its name, each { text, fit }. */
function remarksOf({ place, note }) {
  const notes = (note ?? '').split(/, (?=started at )/).map((text) => ({ text, fit: fitNote }));
  return [{ text: placeOfStep(place), fit: cutStart }, ...notes].filter(({ text }) => text !== '');
}

/** The end of a place says more than its start. */
function fitNote(text, room) {
  const [, start, place] = /^((?:started|waits) at )(.+)$/s.exec(text) ?? [];
  return place === undefined ? cut(text, room) : start + cutStart(place, room - width(start));
}

/** Tildes below the name in a reference: not below `exports.` or the dot of `.name`. */
function underline(start, label) {
  const skipped = /^(?:[\w$]+)?\.(?=[^.[]+$)/.exec(label)?.[0] ?? '';
  return `${' '.repeat(width(start) + width(skipped))}${'~'.repeat(width(label) - width(skipped))}`;
}

/** Lines of a sentence of a report. */
function sentence(text) {
  return wrap(printable(text).split(' '), COLUMNS);
}

module.exports = { COLUMNS, INDENT, pathText, sentence };
