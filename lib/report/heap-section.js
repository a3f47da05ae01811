'use strict';

// The page's data on heap snapshots: what grew from the first to the last, and the contents of the last.

const { basename } = require('node:path');
const { titles } = require('../heap/index.js');
const { View, holders, isOwnClass } = require('../paths/index.js');
const { GrowthSection } = require('./growth-section.js');
const { pathData, pathDataTo, pathGroups } = require('./path-data.js');
const { treemapRows } = require('./treemap.js');
const { cut, printable } = require('../util/text.js');

const MAX_CLASSES = 60;
/** How many classes have explanations, of how many objects each, in how many groups of equal paths. */
const MAX_EXPLAINED = 14;
const MAX_OBJECTS = 10;
const MAX_GROUPS = 3;
const MAX_HOLDERS = 3;
/** How many tiles of the map have a retaining path. */
const MAX_MAP_PATHS = 60;

/** Resolves with the data. `open` opens `files` one after the other; at most two are open at a time. */
async function heapOf(files, redactor, open) {
  const growth = files.length > 1 ? new GrowthSection() : null;
  const list = [];
  let before;
  let last;
  for (const file of files) {
    before = last;
    last = await open(file);
    const { nodeCount, shallowSize } = await last.summary();
    list.push({ file: cut(printable(basename(file)), 80), nodeCount, size: shallowSize });
    await growth?.add(last, before);
    before?.dispose();
  }
  try {
    const view = new View(last);
    const classes = await last.classes();
    return {
      files: list,
      growth: growth === null ? null : await growth.read(view, redactor, classes),
      ...(await contentsOf(last, view, redactor, classes)),
    };
  } finally {
    last.dispose();
  }
}

async function contentsOf(snapshot, view, redactor, classes) {
  const { shallowSize, nodeCount, types } = await snapshot.summary();
  return {
    size: shallowSize,
    nodeCount,
    types: types.slice(0, 10).map(({ type, shallowSize: size }) => [printable(type), size]),
    holders: await holdersOf(snapshot, view, redactor, shallowSize),
    classes: await classesOf(snapshot, view, redactor, classes),
    tree: await withPaths(view, redactor, await treemapRows(snapshot, redactor)),
  };
}

async function holdersOf(snapshot, view, redactor, total) {
  const found = await holders(snapshot, view, total, MAX_HOLDERS);
  const result = [];
  for (const { owner, heldSize, typical, path } of found) {
    result.push({
      what: redactor.node(owner),
      id: owner.id,
      size: heldSize,
      typical: typical === null ? null : redactor.node(typical),
      path: await pathData(view, redactor, path.readable),
    });
  }
  return result;
}

/** The classes. The program's own largest ones, and strings, have the retaining paths of their objects, in groups. */
async function classesOf(snapshot, view, redactor, all) {
  const shown = all.slice(0, MAX_CLASSES);
  const explained = shown
    .filter(({ name }) => isOwnClass(name) || name === '(string)')
    .slice(0, MAX_EXPLAINED);
  const names = titles(shown);
  const result = [];
  for (const [index, one] of shown.entries()) {
    const { name, count, shallowSize, retainedSize } = one;
    const nodes = explained.includes(one) ? await snapshot.find({ className: name, top: MAX_OBJECTS }) : [];
    const groups = await pathGroups(view, redactor, nodes, MAX_GROUPS);
    const isOwn = isOwnClass(name);
    result.push({
      name: redactor.className(names[index]),
      isOwn,
      count,
      shallowSize,
      retainedSize,
      pathGroups: groups,
    });
  }
  return result;
}

/** The rows of the map. The largest ones have retaining paths. */
async function withPaths(view, redactor, rows) {
  const largest = rows
    .filter(({ id, kind, parent }) => id !== null && kind !== 'root' && parent !== null)
    .sort((a, b) => b.size - a.size)
    .slice(0, MAX_MAP_PATHS);
  const paths = new Map();
  for (const row of largest) paths.set(row, await pathDataTo(view, redactor, row.id));
  return rows.map((row) => (paths.get(row) ? { ...row, path: paths.get(row) } : row));
}

module.exports = { heapOf };
