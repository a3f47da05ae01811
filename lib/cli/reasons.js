'use strict';

// Why what has grown is alive. Growth shows in many classes at once: a session comes with its strings and its
// arrays. So the classes are looked at in turn, the program's own first, and one is passed over if its new
// objects are held by those of a class that has been explained.

const { explanations, explanationsText } = require('./explanations.js');
const { weightOf } = require('../heap/index.js');
const { View, isOwnClass } = require('../paths/index.js');
const { printable, wrap } = require('../util/text.js');
const { COLUMNS } = require('./table.js');

/** New objects of a class to look at, those that retain most. */
const OBJECTS = 20;
/** Classes to look at, and to show. */
const CANDIDATES = 8;
const MOST_SHOWN = 3;
/** A class that grew by less than this part of what the first one grew by is not what one looks for. */
const WORTH = 0.1;

/** Lines about `classes`, as growth() has them, in `after`; `comparable`: new objects are known one by one. */
async function reasonsText(before, after, classes, comparable, style) {
  const lines = [];
  const view = new View(after);
  const explained = new Set();
  for (const { name } of candidates(classes)) {
    const nodes = comparable
      ? (await after.diffNodes(before, name, { top: OBJECTS })).added
      : await after.find({ className: name, top: OBJECTS });
    const held = await explanations(view, nodes, 1);
    const own = held.filter(({ paths, node }) => !passesThrough(paths[0], node, explained));
    if (own.length * 2 <= held.length) continue;
    lines.push('', ...titleText(name, comparable, style));
    lines.push(...(await explanationsText(view, own, style, { most: 1 })));
    explained.add(name);
    if (explained.size === MOST_SHOWN) break;
  }
  return lines;
}

function candidates(classes) {
  const grown = classes.filter(({ name, countDelta }) => countDelta > 0 && isOwnClass(name));
  const most = Math.max(...grown.map(weightOf));
  const worth = grown.filter((one) => weightOf(one) >= most * WORTH);
  // A class that is written somewhere says more than Object, Array or Function.
  return worth.sort((a, b) => (b.location !== null) - (a.location !== null)).slice(0, CANDIDATES);
}

function passesThrough(path, { id }, classNames) {
  return path?.steps.some(({ node }) => node.id !== id && classNames.has(node.name)) ?? false;
}

function titleText(name, comparable, style) {
  const objects = comparable ? 'new objects' : 'objects';
  const what = `Why ${objects} of class ${printable(name)} are alive`;
  return wrap(what.split(' '), COLUMNS).map((line) => style.yellow(line));
}

module.exports = { reasonsText };
