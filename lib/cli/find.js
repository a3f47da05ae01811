'use strict';

// gc-tracker find FILE CLASS: the objects of a class, those that retain most first.

const { distanceText, lookUp } = require('./classes.js');
const { nodeLabel, nodeWithId } = require('../explain/labels.js');
const { bytes, plural } = require('../text/numbers.js');
const { labelled } = require('../explain/readable.js');
const { COLUMNS, table } = require('./table.js');
const { cut, printable } = require('../text/text.js');

const TOP = 20;

async function find({ operands: [file, className], options, style, open }) {
  const snapshot = await open(file);
  const nodes = await lookUp(snapshot, className, options.top ?? TOP);
  const classes = await snapshot.classes({ name: className });
  const found = [];
  for (const node of nodes) found.push({ node, ...(await holder(snapshot, node)) });

  if (options.json) {
    return {
      json: { file, className, classes, nodes: found.map(({ node, heldBy }) => ({ ...node, heldBy })) },
    };
  }
  return { lines: [...headText(className, classes, style), '', ...nodesText(found, style)] };
}

/** The last step of the shortest retaining path: as data, and as a reader likes it. */
async function holder(snapshot, node) {
  const [path] = await snapshot.retainingPath(node.id);
  if (path === undefined || path.steps.length === 0) return { heldBy: null, held: 'nothing' };
  const heldBy = { edge: path.steps.at(-1).edge, node: path.steps.at(-2)?.node ?? null };
  // The last two steps may read as one, from the Map itself.
  const last = await labelled(snapshot, path.steps.slice(-2));
  const by = last.length === 1 ? path.steps.at(-3)?.node : heldBy.node;
  return { heldBy, held: `${last.at(-1).label} of ${by ? nodeWithId(by) : '(GC root)'}` };
}

function headText(className, classes, style) {
  const sum = (name) => classes.reduce((total, one) => total + one[name], 0);
  const lines = [
    style.bold(cut(printable(className), COLUMNS)),
    `${plural(sum('count'), 'object')}, shallow ${bytes(sum('shallowSize'))}, retained ${bytes(sum('retainedSize'))}`,
  ];
  return classes.length === 0 ? lines.slice(0, 1) : lines;
}

function nodesText(found, style) {
  // Objects of a class are mostly called after it.
  const named = found.some(({ node }) => node.name !== node.className);
  const columns = [
    { title: '@id', left: true, paint: style.cyan },
    ...(named ? [{ title: 'Name', left: true }] : []),
    { title: 'Shallow' },
    { title: 'Retained', paint: style.bold },
    { title: 'Distance', paint: style.dim },
    { title: 'Held by', left: true, flexible: true },
  ];
  const rows = found.map(({ node, held }) => [
    `@${node.id}`,
    ...(named ? [cut(nodeLabel(node), 24)] : []),
    bytes(node.shallowSize),
    bytes(node.retainedSize),
    distanceText(node.distance),
    held,
  ]);
  return table(columns, rows, style);
}

module.exports = { find };
