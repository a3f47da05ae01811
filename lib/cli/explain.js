'use strict';

// gc-tracker explain FILE @ID|CLASS: why an object, or the largest objects of a class, are alive.

const { lookUp } = require('../heap/index.js');
const { explanations, explanationsText } = require('./explanations.js');
const { View, jsonOf } = require('../paths/index.js');

const TOP = 20;

/** Ways of being held to show if nobody said how many objects. */
const MOST_WAYS = 5;

async function explain({ operands: [file, wanted], options, style, open }) {
  const { top, paths = 1 } = options;
  const snapshot = await open(file);
  const nodes = /^@\d+$/.test(wanted)
    ? [await snapshot.node(Number(wanted.slice(1)))]
    : await lookUp(snapshot, wanted, top ?? TOP);
  const view = new View(snapshot);
  const explained = await explanations(view, nodes, paths);
  if (options.json) return { json: { file, nodes: await asJson(view, explained) } };
  const most = top === undefined ? MOST_WAYS : Infinity;
  const hint = ` (--top ${TOP} shows all of them)`;
  return { lines: await explanationsText(view, explained, style, { most, hint }) };
}

async function asJson(view, explained) {
  const nodes = [];
  for (const { node, paths, retainers } of explained) {
    nodes.push({ node, paths: await Promise.all(paths.map((path) => jsonOf(view, path))), retainers });
  }
  return nodes;
}

module.exports = { explain };
