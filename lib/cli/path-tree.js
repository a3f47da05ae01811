'use strict';

// Prints a retaining path as a tree, from the root down, one step a line:
//
//     (GC root) Global
//       └─ require cache  lib/store.js @45647                              12.5 MB
//            └─ exports.sessions  Map @481                                 12.4 MB
//                 └─ ["user-1"]  Session @48213                               56 B
//
// The longer the path, the smaller the indentation of each step. A function's place, or a note, that does not fit behind it is
// on a line of its own.

const { count, bytes } = require('../util/numbers.js');
const { shorten } = require('../paths/index.js');
const { COLUMNS } = require('./table.js');
const { placeText } = require('../util/stack.js');
const { cut, cutStart, fit, printable, width } = require('../util/text.js');

const INDENT = 2;
const SIZE_COLUMNS = 8;
/** The maximum indentation. */
const MAX_INDENT = 27;
/** The indentation of each step, the largest that fits. */
const STEP_INDENTS = [5, 3, 2];
/** A longer path is shortened: its first steps are kept, and steps in the middle are left out. */
const MAX_STEPS = 40;
const HEAD_STEPS = 12;

/** The lines of a path of readable steps with `retainedSize`. */
function pathTree([root, ...steps], style) {
  const items = shorten(steps, MAX_STEPS, HEAD_STEPS);
  const stepIndent = STEP_INDENTS.find((columns) => columns * items.length <= MAX_INDENT) ?? 1;
  const lines = [rootLine(root, style)];
  items.forEach((item, index) => {
    const indent = ' '.repeat(INDENT + Math.min(stepIndent * index, MAX_INDENT));
    if (item.skipped !== undefined) {
      const text = `${indent}…  ${count(item.skipped)} more ${item.what}`;
      lines.push(style.dim(cut(text, COLUMNS)));
    } else {
      lines.push(...stepLines(item, indent, style, index === items.length - 1));
    }
  });
  return lines;
}

function rootLine(root, style) {
  if (root === undefined) return '(GC root)';
  const note = root.note === null ? '' : style.dim(`  ${root.note}`);
  return `(GC root) ${root.what}${note}`;
}

function stepLines(step, indent, style, isLast) {
  const start = `${indent}└─ `;
  const id = ` @${step.node.id}`;
  const room = COLUMNS - SIZE_COLUMNS - 1 - width(start) - width(id);
  const [label, what] = fitted(step, room);
  const gap = label === '' || what === '' ? '' : '  ';
  const left = room - width(label + gap + what);
  const { end, below } = withRemarks(step, left);
  const painted = `${style.cyan(label)}${gap}${isLast ? style.bold(what) : what}${style.dim(id + end)}`;
  const size = step.retainedSize === null ? '' : bytes(step.retainedSize);
  const line = `${style.dim(start)}${painted}${' '.repeat(left - width(end))} ${fit(size, SIZE_COLUMNS, true)}`;
  const belowIndent = `${indent}     `;
  return [
    line.trimEnd(),
    ...below.map(({ text, shorter }) => {
      return style.dim(`${belowIndent}${shorter(text, COLUMNS - width(belowIndent))}`);
    }),
  ];
}

/** The place and the note: what fits into the `left` columns of a step's line as `end`, the rest for lines `below`. */
function withRemarks({ place, note }, left) {
  let end = '';
  const below = [];
  const taken = note === null ? 0 : 2 + width(printable(note));
  if (place !== null) {
    const texts = shortPlaces(place).map((text) => `  ${text}`);
    const fitting = (room) => texts.find((text) => width(text) <= room);
    end = fitting(left - taken) ?? fitting(left) ?? '';
    const whole = printable(placeText({ file: place.file, line: place.line }));
    if (end === '') below.push({ text: whole, shorter: cutStart });
  }
  if (note !== null) {
    if (width(end) + taken <= left) end += `  ${printable(note)}`;
    else below.push({ text: printable(note), shorter: cut });
  }
  return { end, below };
}

/** [label, what], cut to `room`. The label takes more than half of it only if `what` needs less than the rest. */
function fitted({ label, what, kind }, room) {
  const shortLabel = cut(label, Math.max(Math.floor(room / 2), room - 2 - width(what)));
  const rest = shortLabel === '' ? room : room - 2 - width(shortLabel);
  // The end of a file's path says more than its start.
  return [shortLabel, kind === 'landmark' ? cutStart(what, rest) : cut(what, rest)];
}

/** The place with the last two parts of the file's path, and with the last one only. A package's file has the package's name. */
function shortPlaces({ file, line }) {
  const [, inPackage] = /.*[/\\]node_modules[/\\](.+)$/s.exec(file) ?? [];
  const parts = file.split(/[/\\]/);
  const names = inPackage === undefined ? [parts.slice(-2).join('/'), parts.at(-1)] : [inPackage];
  return names.map((name) => printable(`${name}:${line}`));
}

module.exports = { pathTree };
