'use strict';

// Explains why the objects of grown classes are alive. One cause makes many classes grow: a session comes with its
// strings and arrays. So the classes are explained in turn, the program's own first. A class is skipped if most of its
// new objects are held by objects of a class that is explained already.

const { explanations, explanationsText } = require('./explanations.js');
const { weightOf } = require('../heap/index.js');
const { View, isOwnClass } = require('../paths/index.js');
const { printable, wrap } = require('../util/text.js');
const { COLUMNS } = require('./table.js');

/** How many new objects of a class are explained, those that retain most. */
const MAX_OBJECTS = 20;
/** How many classes are tried, and how many are shown. */
const MAX_CANDIDATES = 8;
const MAX_SHOWN = 3;
/** A class that grew by less than this share of the largest growth is left out. */
const MIN_SHARE = 0.1;

/** The lines about `classes`, which growth() returned. With `comparable`, new objects are known one by one. */
async function growthExplanationsText(before, after, classes, comparable, style) {
  const lines = [];
  const view = new View(after);
  const explained = new Set();
  for (const { name } of candidates(classes)) {
    const nodes = comparable
      ? (await after.diffNodes(before, name, { top: MAX_OBJECTS })).added
      : await after.find({ className: name, top: MAX_OBJECTS });
    const held = await explanations(view, nodes, 1);
    const unexplained = held.filter(({ paths, node }) => !passesThrough(paths[0], node, explained));
    if (unexplained.length * 2 <= held.length) continue;
    lines.push('', ...titleText(name, comparable, style));
    lines.push(...(await explanationsText(view, unexplained, style, { maxGroups: 1 })));
    explained.add(name);
    if (explained.size === MAX_SHOWN) break;
  }
  return lines;
}

function candidates(classes) {
  const grown = classes.filter(({ name, countDelta }) => countDelta > 0 && isOwnClass(name));
  const maxWeight = Math.max(...grown.map(weightOf));
  const large = grown.filter((grownClass) => weightOf(grownClass) >= maxWeight * MIN_SHARE);
  // A class with a place in the source says more than Object, Array or Function.
  return large.sort((a, b) => (b.location !== null) - (a.location !== null)).slice(0, MAX_CANDIDATES);
}

function passesThrough(path, { id }, classNames) {
  return path?.steps.some(({ node }) => node.id !== id && classNames.has(node.name)) ?? false;
}

function titleText(name, comparable, style) {
  const objects = comparable ? 'new objects' : 'objects';
  const what = `Why ${objects} of class ${printable(name)} are alive`;
  return wrap(what.split(' '), COLUMNS).map((line) => style.yellow(line));
}

module.exports = { growthExplanationsText };
