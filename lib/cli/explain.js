'use strict';

// gc-tracker explain FILE @ID|CLASS: prints why an object, or the largest objects of a class, are alive.

const { lookUp } = require('../heap/index.js');
const { explanations, explanationsText } = require('./explanations.js');
const { View, jsonOf } = require('../paths/index.js');

const TOP = 20;

/** How many groups of equal paths are shown without --top. */
const MAX_GROUPS = 5;

async function explain({ operands: [file, wanted], options, style, open }) {
  const { top, paths: maxPaths = 1 } = options;
  const snapshot = await open(file);
  const nodes = /^@\d+$/.test(wanted)
    ? [await snapshot.node(Number(wanted.slice(1)))]
    : await lookUp(snapshot, wanted, top ?? TOP);
  const view = new View(snapshot);
  const explained = await explanations(view, nodes, maxPaths);
  if (options.json) return { json: { file, nodes: await asJson(view, explained) } };
  const maxGroups = top === undefined ? MAX_GROUPS : Infinity;
  const hint = ` (--top ${TOP} shows all of them)`;
  return { lines: await explanationsText(view, explained, style, { maxGroups, hint }) };
}

async function asJson(view, explained) {
  const nodes = [];
  for (const { node, paths, retainers } of explained) {
    nodes.push({ node, paths: await Promise.all(paths.map((path) => jsonOf(view, path))), retainers });
  }
  return nodes;
}

module.exports = { explain };
