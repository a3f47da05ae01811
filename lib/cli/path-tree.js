'use strict';

// A retaining path as text, from the root downwards, a step a line:
//
//     (GC root) Global
//       └─ require cache  lib/store.js @45647                              12.5 MB
//            └─ exports.sessions  Map @481                                 12.4 MB
//                 └─ ["user-1"]  Session @48213                               56 B
//
// The deeper the path, the less it is indented.

const { count, bytes } = require('../util/numbers.js');
const { shorten } = require('../paths/index.js');
const { COLUMNS } = require('./table.js');
const { cut, cutStart, fit, printable, width } = require('../util/text.js');

const INDENT = 2;
const SIZE = 8;
/** Columns that indentation may take. */
const SLOPE = 27;
/** So many columns a step, as long as there is room. */
const SLOPES = [5, 3, 2];
/** Of a longer path, the middle is left out. */
const MOST_STEPS = 40;
const HEAD = 12;

/** Lines of a path of readable steps with `retainedSize`. */
function tree([root, ...steps], style) {
  const items = shorten(steps, MOST_STEPS, HEAD);
  const slope = SLOPES.find((columns) => columns * items.length <= SLOPE) ?? 1;
  const lines = [rootLine(root, style)];
  items.forEach((item, index) => {
    const indent = ' '.repeat(INDENT + Math.min(slope * index, SLOPE));
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

function stepLine(step, indent, style, last) {
  const start = `${indent}└─ `;
  const id = ` @${step.node.id}`;
  const room = COLUMNS - SIZE - 1 - width(start) - width(id);
  const [label, what] = fitted(step, room);
  const gap = label === '' || what === '' ? '' : '  ';
  const left = room - width(label + gap + what);
  // Half a remark is none.
  const end = remarks(step).find((text) => width(text) <= left) ?? '';
  const painted = `${style.cyan(label)}${gap}${last ? style.bold(what) : what}${style.dim(id + end)}`;
  const size = step.retainedSize === null ? '' : bytes(step.retainedSize);
  return `${style.dim(start)}${painted}${' '.repeat(left - width(end))} ${fit(size, SIZE, true)}`.trimEnd();
}

/** Label and what as far as there is room: the label may take more than half only of what the other leaves. */
function fitted({ label, what, kind }, room) {
  const shortLabel = cut(label, Math.max(Math.floor(room / 2), room - 2 - width(what)));
  const rest = shortLabel === '' ? room : room - 2 - width(shortLabel);
  // Of a file the end says more.
  return [shortLabel, kind === 'landmark' ? cutStart(what, rest) : cut(what, rest)];
}

/** Where a function is written and the note, the longest first. */
function remarks({ place, note }) {
  const places = place === null ? [] : placeTexts(place);
  const notes = note === null ? [] : [note];
  const both = places.flatMap((text) => notes.map((one) => `${text}  ${one}`));
  return [...both, ...notes, ...places].map((text) => `  ${text}`);
}

/** The last two parts of the file's path say enough. */
function placeTexts({ file, line }) {
  const parts = file.split(/[/\\]/).slice(-2);
  return [parts, parts.slice(-1)].map((some) => printable(`${some.join('/')}:${line}`));
}

module.exports = { tree };
