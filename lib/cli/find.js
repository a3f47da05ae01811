'use strict';

// gc-tracker find FILE CLASS: lists the objects of a class, those that retain most first.

const { distanceText, lookUp } = require('../heap/index.js');
const { View, nodeLabel, pathsTo } = require('../paths/index.js');
const { bytes, plural } = require('../util/numbers.js');
const { COLUMNS, table } = require('./table.js');
const { cut, printable } = require('../util/text.js');

const TOP = 20;

async function find({ operands: [file, className], options, style, open }) {
  const snapshot = await open(file);
  const nodes = await lookUp(snapshot, className, options.top ?? TOP);
  const classes = await snapshot.classes({ name: className });
  const view = new View(snapshot);
  const found = [];
  for (const node of nodes) {
    view.know(node);
    found.push({ node, heldBy: await holderOf(view, node) });
  }

  if (options.json) {
    return {
      json: { file, className, classes, nodes: found.map(({ node, heldBy }) => ({ ...node, heldBy })) },
    };
  }
  return { lines: [...headText(className, classes, style), '', ...nodesText(found, style)] };
}

/** The last reference of the shortest retaining path as { edge, node, text }, or null if there is no path. */
async function holderOf(view, { id }) {
  const [path] = await pathsTo(view, id, 1);
  if (path === undefined || path.steps.length === 0) return null;
  const [holder, { label }] = path.readable.slice(-2);
  return {
    edge: path.steps.at(-1).edge,
    node: path.steps.at(-2)?.node ?? null,
    text: `${label}${label === '' ? '' : ' of '}${stepWithId(holder)}`,
  };
}

/** `Map @9`, `require cache lib/store.js`, `Global`. */
function stepWithId({ label, what, kind, node }) {
  if (kind === 'landmark') return `${label} ${what}`.trim();
  return node.type === 'synthetic' || kind === 'root' ? what : `${what} @${node.id}`;
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
  // Most objects are named after their class. Then the column of names is left out.
  const hasNames = found.some(({ node }) => node.name !== node.className);
  const columns = [
    { title: '@id', left: true, paint: style.cyan },
    ...(hasNames ? [{ title: 'Name', left: true }] : []),
    { title: 'Shallow' },
    { title: 'Retained', paint: style.bold },
    { title: 'Distance', paint: style.dim },
    { title: 'Held by', left: true, flexible: true },
  ];
  const rows = found.map(({ node, heldBy }) => [
    `@${node.id}`,
    ...(hasNames ? [cut(nodeLabel(node), 24)] : []),
    bytes(node.shallowSize),
    bytes(node.retainedSize),
    distanceText(node.distance),
    heldBy?.text ?? 'nothing',
  ]);
  return table(columns, rows, style);
}

module.exports = { find };
