'use strict';

// A retaining path as text, from the root downwards, a step a line:
//
//     (GC root)
//       └─ .sessions  Map @481                                       12.4 MB
//            └─ ["user-1"]  Session @48213                             56 B
//
// The deeper the path, the less it is indented. Equal steps in a row, and the middle of a very long path,
// are counted instead.

const { count, bytes } = require('../text/numbers.js');
const { nodeLabel } = require('../explain/labels.js');
const { COLUMNS } = require('./table.js');
const { cut, fit, printable, width } = require('../text/text.js');

const INDENT = 2;
const SIZE = 8;
/** Columns that indentation may take. */
const SLOPE = 27;
/** So many columns a step, as long as there is room. */
const SLOPES = [5, 3, 2];
/** V8's roots that a program's objects are found under. */
const ROOTS = {
  '(Stack roots)': 'variables of running functions',
  '(Handle scope)': 'in use by running native code',
  '(Global handles)': 'held by native code',
  '(Traced handles)': 'held by native code',
};
/** What a WeakRef was made of, or has given out, lives until the end of the job. */
const JOB = '{weak_refs_keep_during_job}';
/** A run of equal steps is shown as first, number, last from this length on. */
const RUN = 4;
/** Of a longer path, the middle is left out. */
const MOST_STEPS = 40;
const HEAD = 12;

/** Lines of a path whose steps are readable() ones. */
function tree(steps, style) {
  const items = shorten(collapse(steps));
  const slope = SLOPES.find((columns) => columns * items.length <= SLOPE) ?? 1;
  const lines = ['(GC root)'];
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

function stepLine({ label, node, place, retainedSize }, indent, style, last) {
  const start = `${indent}└─ `;
  const id = ` @${node.id}`;
  const room = COLUMNS - SIZE - 1 - width(start) - width(id);
  // The edge may take more than half only of what the node leaves.
  const name = nodeLabel(node);
  const edge = cut(label, Math.max(Math.floor(room / 2), room - 2 - width(name)));
  const shown = cut(name, room - 2 - width(edge));
  const left = room - width(edge) - 2 - width(shown);
  // Half a remark is none.
  const end = remarks(label, node, place).find((text) => width(text) <= left) ?? '';
  const painted = `${style.cyan(edge)}  ${last ? style.bold(shown) : shown}${style.dim(id + end)}`;
  const size = retainedSize === null ? '' : bytes(retainedSize);
  return `${style.dim(start)}${painted}${' '.repeat(left - width(end))} ${fit(size, SIZE, true)}`.trimEnd();
}

/** Where a function is written, or what a root stands for; a shorter form behind the longer one. */
function remarks(label, { type, name }, place) {
  if (label === JOB) return ['  until this job ends'];
  if (type === 'synthetic' && ROOTS[name] !== undefined) return [`  ${ROOTS[name]}`];
  if (name === 'system / Context') return ["  a function's variables"];
  // Of Node.js's own functions the place does not help.
  if (place === null || place.file.startsWith('node:')) return [];
  // The last two parts of the path say enough.
  const parts = place.file.split(/[/\\]/).slice(-2);
  return [parts, parts.slice(-1)].map((some) => printable(`  ${some.join('/')}:${place.line}`));
}

function collapse(steps) {
  const items = [];
  for (let start = 0, end; start < steps.length; start = end) {
    end = start + 1;
    while (end < steps.length && alike(steps[start], steps[end])) end++;
    if (end - start < RUN) items.push(...steps.slice(start, end));
    else {
      const { label, node } = steps[start];
      const what = `${label}  ${nodeLabel(node)}`;
      items.push(steps[start], { skipped: end - start - 2, what }, steps[end - 1]);
    }
  }
  return items;
}

function alike(a, b) {
  return a.label === b.label && nodeLabel(a.node) === nodeLabel(b.node);
}

function shorten(items) {
  if (items.length <= MOST_STEPS) return items;
  const left = items.slice(HEAD, items.length - (MOST_STEPS - HEAD));
  const skipped = left.reduce((sum, item) => sum + (item.skipped ?? 1), 0);
  return [...items.slice(0, HEAD), { skipped, what: 'steps' }, ...items.slice(-(MOST_STEPS - HEAD))];
}

/**
 * A path in one line, as much like JavaScript as it is: `global.kept.sessions["user-1"]`. V8's own steps are
 * left out but for the kind of root.
 */
function trail(steps) {
  const first = steps.findIndex(
    ({ node }, index) => node.type !== 'synthetic' && !isGlobal(steps[index + 1]),
  );
  if (first < 0) return steps.map(({ node }) => nodeLabel(node)).join(' › ');
  const roots = steps.slice(Math.max(0, first - 1), first).filter(({ node }) => node.type === 'synthetic');
  const start = [...roots, steps[first]].map(({ node }) => nodeLabel(node)).join(' › ');
  return steps.slice(first + 1).reduce((text, { label }) => {
    if (/^[.[]/.test(label)) return text + label;
    return /^\{(?!entry|value)/.test(label) ? text : `${text} › ${label.replace(/^variable /, '')}`;
  }, start);
}

/** Node 22 and later ones lead to the global object by its context. */
function isGlobal(step) {
  return step?.label === '{global_object}';
}

module.exports = { trail, tree };
