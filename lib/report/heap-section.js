'use strict';

// The page's data of heap snapshots: what grew from the first to the last, and what is in the last.

const { basename } = require('node:path');
const { titles } = require('../heap/index.js');
const { View, holders, isOwnClass } = require('../paths/index.js');
const { Growth } = require('./growth-section.js');
const { pageOfPath, pathTo, waysOf } = require('./paths.js');
const { treeOf } = require('./treemap.js');
const { cut, printable } = require('../util/text.js');

const MOST_CLASSES = 60;
/** Classes whose objects are explained, so many of each, in so many ways. */
const EXPLAINED = 14;
const OBJECTS = 10;
const WAYS = 3;
const MOST_HOLDERS = 3;
/** Branches of the map whose paths are told. */
const TOLD = 60;

/** `files` are opened one after the other by `open`; two are open at a time. */
async function heapOf(files, veil, open) {
  const growth = files.length > 1 ? new Growth() : null;
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
      growth: growth === null ? null : await growth.read(view, veil, classes),
      ...(await contentsOf(last, view, veil, classes)),
    };
  } finally {
    last.dispose();
  }
}

async function contentsOf(snapshot, view, veil, classes) {
  const { shallowSize, nodeCount, types } = await snapshot.summary();
  return {
    size: shallowSize,
    nodeCount,
    types: types.slice(0, 10).map(({ type, shallowSize: size }) => [printable(type), size]),
    holders: await holdersOf(snapshot, view, veil, shallowSize),
    classes: await classesOf(snapshot, view, veil, classes),
    tree: await withPaths(view, veil, await treeOf(snapshot, veil)),
  };
}

async function holdersOf(snapshot, view, veil, total) {
  const found = await holders(snapshot, view, total, MOST_HOLDERS);
  const result = [];
  for (const { owner, heldSize, typical, path } of found) {
    result.push({
      what: veil.node(owner),
      id: owner.id,
      size: heldSize,
      typical: typical === null ? null : veil.node(typical),
      path: await pageOfPath(view, veil, path.readable),
    });
  }
  return result;
}

/** The classes; of the program's own largest ones, and of strings, with the ways in which their objects are held. */
async function classesOf(snapshot, view, veil, all) {
  const shown = all.slice(0, MOST_CLASSES);
  const told = shown.filter(({ name }) => isOwnClass(name) || name === '(string)').slice(0, EXPLAINED);
  const names = titles(shown);
  const result = [];
  for (const [index, one] of shown.entries()) {
    const { name, count, shallowSize, retainedSize } = one;
    const nodes = told.includes(one) ? await snapshot.find({ className: name, top: OBJECTS }) : [];
    const ways = await waysOf(view, veil, nodes, WAYS);
    const isOwn = isOwnClass(name);
    result.push({ name: veil.className(names[index]), isOwn, count, shallowSize, retainedSize, ways });
  }
  return result;
}

/** The rows of the map, the largest ones with their retaining paths. */
async function withPaths(view, veil, rows) {
  const told = rows
    .filter(({ id, kind, parent }) => id !== null && kind !== 'root' && parent !== null)
    .sort((a, b) => b.size - a.size)
    .slice(0, TOLD);
  const paths = new Map();
  for (const row of told) paths.set(row, await pathTo(view, veil, row.id));
  return rows.map((row) => (paths.get(row) ? { ...row, path: paths.get(row) } : row));
}

module.exports = { heapOf };
