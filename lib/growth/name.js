'use strict';

// What grows, on one line: the way to what holds it, without what differs from object to object, as
// `require cache lib/store.js › exports.sessions (Map)`.

const { withoutRepeats } = require('../paths/index.js');

/** References whose label says what they are for, and not only where: a listener's has its event. */
const TELLING = new Set([
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

/** `steps` is a readable path, and the one at `at` what grows. */
function nameOf(steps, at) {
  const [root, first] = steps;
  const grows = steps[at];
  if (at === 1 && root.what === 'native code') return `native handle ${grows.what}`;
  const isTold = TELLING.has(grows.kind);
  const way = steps.slice(1, isTold ? at + 1 : at);
  const parts = way.map(partOf);
  const start = first.kind === 'landmark' ? [] : [root.what];
  const last = way.at(-1);
  // Of what holds it the class, too.
  const end = isTold || isNamed(last) ? '' : ` (${classText(last.what)})`;
  return `${[...start, ...withoutRepeats(parts)].join(SEPARATOR)}${end}`;
}

function partOf(step) {
  const { label, what, kind, node } = step;
  if (!isNamed(step)) return label;
  // What a string contains says nothing of where it is.
  const thing = /string$/.test(node.type) ? 'string' : what;
  return kind === 'landmark' ? [label, thing].filter((part) => part !== '').join(' ') : thing;
}

/** V8 calls plain objects by their properties, of which there may be many, in any order. */
function classText(what) {
  return what.startsWith('{') ? 'Object' : what;
}

/** Whether it is called by what it is. */
function isNamed({ kind, label, what }) {
  return kind === 'landmark' || label === '' || what === '';
}

module.exports = { classText, nameOf };
