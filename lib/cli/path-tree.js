'use strict';

// Prints a retaining path as a tree, from the root down, one step a line:
//
//     (GC root) Global
//       └─ require cache  lib/store.js @45647                              12.5 MB
//            └─ exports.sessions  Map @481                                 12.4 MB
//                 └─ ["user-1"]  Session @48213                               56 B
//
// The longer the path, the smaller the indentation of each step.

const { count, bytes } = require('../util/numbers.js');
const { shorten } = require('../paths/index.js');
const { COLUMNS } = require('./table.js');
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
      lines.push(stepLine(item, indent, style, index === items.length - 1));
    }
  });
  return lines;
}

function rootLine(root, style) {
  if (root === undefined) return '(GC root)';
  const note = root.note === null ? '' : style.dim(`  ${root.note}`);
  return `(GC root) ${root.what}${note}`;
}

function stepLine(step, indent, style, isLast) {
  const start = `${indent}└─ `;
  const id = ` @${step.node.id}`;
  const room = COLUMNS - SIZE_COLUMNS - 1 - width(start) - width(id);
  const [label, what] = fitted(step, room);
  const gap = label === '' || what === '' ? '' : '  ';
  const left = room - width(label + gap + what);
  // A remark that does not fit is left out.
  const end = remarks(step).find((text) => width(text) <= left) ?? '';
  const painted = `${style.cyan(label)}${gap}${isLast ? style.bold(what) : what}${style.dim(id + end)}`;
  const size = step.retainedSize === null ? '' : bytes(step.retainedSize);
  return `${style.dim(start)}${painted}${' '.repeat(left - width(end))} ${fit(size, SIZE_COLUMNS, true)}`.trimEnd();
}

/** [label, what], cut to `room`. The label takes more than half of it only if `what` needs less than the rest. */
function fitted({ label, what, kind }, room) {
  const shortLabel = cut(label, Math.max(Math.floor(room / 2), room - 2 - width(what)));
  const rest = shortLabel === '' ? room : room - 2 - width(shortLabel);
  // The end of a file's path says more than its start.
  return [shortLabel, kind === 'landmark' ? cutStart(what, rest) : cut(what, rest)];
}

/** The remarks to choose from, the longest first: the place of a function, the note, or both. */
function remarks({ place, note }) {
  const places = place === null ? [] : placeTexts(place);
  const notes = note === null ? [] : [note];
  const both = places.flatMap((text) => notes.map((noteText) => `${text}  ${noteText}`));
  return [...both, ...notes, ...places].map((text) => `  ${text}`);
}

/** The place with the last two parts of the file's path, and with the last one only. */
function placeTexts({ file, line }) {
  const parts = file.split(/[/\\]/).slice(-2);
  return [parts, parts.slice(-1)].map((names) => printable(`${names.join('/')}:${line}`));
}

module.exports = { pathTree };
