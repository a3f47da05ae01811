'use strict';

// gc-tracker diff FILE FILE...: prints what grew from each snapshot to the next, and why. At most two snapshots are
// open at a time.

const { growth, titles } = require('../heap/index.js');
const { isOwnClass } = require('../paths/index.js');
const { bytes, count, signed } = require('../util/numbers.js');
const { COLUMNS, table } = require('./table.js');
const { growthExplanationsText } = require('./growth-explanations.js');
const { cutStart, printable } = require('../util/text.js');

const TOP = 20;
/** Counts for more steps than this do not fit into a line. */
const MAX_STEPS = 4;

async function diff({ operands: files, options, style, open }) {
  const { top = TOP } = options;
  let before;
  let after = await open(files[0]);
  const first = await after.classes();
  const summaries = [await after.summary()];
  const steps = [];
  for (const file of files.slice(1)) {
    before?.dispose();
    before = after;
    after = await open(file);
    summaries.push(await after.summary());
    steps.push(await after.diff(before));
  }
  const all = growth(steps, first, await after.classes());
  if (options.json) {
    const json = {
      files: files.map((file, index) => ({ file, ...sizes(summaries[index]) })),
      comparable: steps.map(({ comparable }) => comparable),
      classCount: all.length,
      classes: all.slice(0, top),
    };
    return { json };
  }
  // Leaves out classes that have as many new objects as removed ones, of the same size.
  const changed = all.filter(
    ({ countDelta, sizeDelta, retainedDelta }) => countDelta || sizeDelta || retainedDelta,
  );
  const lines = [
    ...headText(files, summaries, steps, style),
    '',
    ...classesText(changed.slice(0, top), steps, style),
    ...(await growthExplanationsText(before, after, changed, steps.at(-1).comparable, style)),
  ];
  return { lines };
}

function sizes({ nodeCount, edgeCount, shallowSize }) {
  return { nodeCount, edgeCount, shallowSize };
}

function headText(files, summaries, steps, style) {
  const lines = files.map((file, index) => {
    const { shallowSize } = summaries[index];
    const change = index === 0 ? '' : signed(shallowSize - summaries[index - 1].shallowSize, bytes);
    const text = `${bytes(shallowSize).padStart(8)}  ${change.padStart(9)}`;
    return `${style.bold(text)}  ${cutStart(printable(file), COLUMNS - text.length - 2)}`;
  });
  const allComparable = steps.every(({ comparable }) => comparable);
  const how = allComparable
    ? 'Snapshots of one process: compared object by object.'
    : 'Not snapshots of one process with unbroken ids: compared by class.';
  return [...lines, style.dim(how)];
}

function classesText(classes, steps, style) {
  if (classes.length === 0) return ['No class has changed.'];
  const several = steps.length > 1;
  const boldOwn = (text, row) => (isOwnClass(classes[row].name) ? style.bold(text) : text);
  const name = (text, row) =>
    classes[row].growing && several ? style.red(boldOwn(text, row)) : boldOwn(text, row);
  const columns = [{ title: 'Class', left: true, flexible: true, paint: name }];
  const cells = [];
  const column = (title, cell, more) => {
    columns.push({ title, ...more });
    cells.push(cell);
  };
  if (several && steps.length <= MAX_STEPS) {
    for (const index of steps.keys()) {
      column(`Step ${index + 1}`, (one) => signed(one.steps[index].countDelta, count));
    }
  } else if (!several && steps[0].comparable) {
    column('New', (one) => count(one.steps[0].addedCount));
    column('Gone', (one) => count(one.steps[0].removedCount));
  }
  column('Count', (one) => signed(one.countDelta, count), { paint: boldOwn });
  column('Shallow', (one) => signed(one.sizeDelta, bytes));
  column('Retained', (one) => (one.retainedDelta === null ? '' : signed(one.retainedDelta, bytes)), {
    paint: boldOwn,
  });
  const names = titles(classes);
  const mark = (one) => (several ? (one.growing ? '* ' : '  ') : '');
  const rows = classes.map((one, index) => [mark(one) + names[index], ...cells.map((cell) => cell(one))]);
  const lines = table(columns, rows, style);
  if (several) lines.push(style.dim('* grew on every step'));
  return lines;
}

module.exports = { diff };
