'use strict';

// Names what grows, on one line: the path to its holder, without what differs from object to object, as
// `require cache lib/store.js › exports.sessions (Map)`.

const { withoutRepeats } = require('../paths/index.js');

/** Kinds of references whose label says what they are for: a listener's has its event. */
const DESCRIPTIVE = new Set([
  'landmark',
  'listener',
  'timer',
  'store',
  'awaited',
  'reaction',
  'held value',
  'variable',
  'bound',
  'argument',
]);
const SEPARATOR = ' › ';

/** `steps` is a readable path; the step at `at` grows. */
function nameOf(steps, at) {
  const [root, first] = steps;
  const grows = steps[at];
  if (at === 1 && root.what === 'native code') return `native handle ${grows.what}`;
  const isDescribed = DESCRIPTIVE.has(grows.kind);
  const holders = steps.slice(1, isDescribed ? at + 1 : at);
  const parts = holders.map(partOf);
  const last = holders.at(-1);
  if (last === undefined) return root.what;
  const start = first.kind === 'landmark' ? [] : [root.what];
  // With the class of the holder.
  const end = isDescribed || isNamed(last) ? '' : ` (${classText(last.what)})`;
  return `${[...start, ...withoutRepeats(parts)].join(SEPARATOR)}${end}`;
}

function partOf(step) {
  const { label, what, kind, node } = step;
  if (!isNamed(step)) return label;
  // The content of a string does not say where it is.
  const thing = /string$/.test(node.type) ? 'string' : what;
  return kind === 'landmark' ? [label, thing].filter((part) => part !== '').join(' ') : thing;
}

/** V8 names plain objects after their properties, which may be many, in any order. */
function classText(what) {
  return what.startsWith('{') ? 'Object' : what;
}

/** Whether the step is named after the object, not the reference. */
function isNamed({ kind, label, what }) {
  return kind === 'landmark' || label === '' || what === '';
}

module.exports = { classText, nameOf };
