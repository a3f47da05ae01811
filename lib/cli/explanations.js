'use strict';

// Why nodes are alive, as data and as text. Objects of a class are mostly held in few ways, so those whose
// paths differ in nothing but numbers and objects of the same classes are shown once, by the first of them.

const { distanceWords } = require('./classes.js');
const { edgeLabel, nodeLabel } = require('../explain/labels.js');
const { bytes, count } = require('../text/numbers.js');
const { placeOf } = require('../explain/places.js');
const { readable } = require('../explain/readable.js');
const { COLUMNS } = require('./table.js');
const { cut, printable, fit, wrap } = require('../text/text.js');
const { tree } = require('./tree.js');

/** Ids to name of the objects that are held like one that was shown. */
const MOST_IDS = 8;
const MOST_RETAINERS = 5;

/** The paths of each of `nodes`, up to `most` a node, as [{ node, paths, retainers }]. */
async function explanations(snapshot, nodes, most) {
  const result = [];
  for (const node of nodes) {
    const paths = await pathsTo(snapshot, node, most);
    // Without a path there may be weak references still.
    const retainers = paths.length > 0 ? [] : await snapshot.retainers(node.id, { top: MOST_RETAINERS });
    result.push({ node, paths, retainers });
  }
  return result;
}

/**
 * V8 has two edges for many a reference: one by name from the object, and one from the array that the object keeps
 * its properties or elements in. To a reader both are the same way.
 */
async function pathsTo(snapshot, { id }, most) {
  if (most === 1) return snapshot.retainingPath(id);
  const paths = await snapshot.retainingPath(id, { max: most * 3 });
  const ways = new Map();
  for (const path of paths) {
    const way = path.steps.filter(({ node }) => node.type !== 'array').map(({ node }) => node.id);
    if (!ways.has(way.join())) ways.set(way.join(), path);
  }
  return [...ways.values()].slice(0, most);
}

/** Explanations as lines, of the `most` ways of being held that most objects share; `hint` tells how to see more. */
async function explanationsText(snapshot, explained, style, { most, hint = '' }) {
  const places = new Map();
  const lines = [];
  const all = grouped(explained);
  for (const group of all.slice(0, most)) {
    if (lines.length > 0) lines.push('');
    lines.push(...(await groupText(snapshot, group, places, explained.length, style)));
  }
  const left = all.slice(most).reduce((sum, group) => sum + group.length, 0);
  const rest = `${some(left, explained.length)} held in other ways${hint}`;
  if (left > 0) lines.push('', style.dim(rest));
  return lines;
}

function grouped(explained) {
  const groups = new Map();
  for (const one of explained) {
    const shape = shapeOf(one);
    if (groups.has(shape)) groups.get(shape).push(one);
    else groups.set(shape, [one]);
  }
  return [...groups.values()].sort((a, b) => b.length - a.length);
}

function shapeOf({ paths: [path], node }) {
  if (path === undefined) return 'none';
  const parts = path.steps.map((step, index) => {
    const edge = /\d/.test(step.edge.name) ? '#' : step.edge.name;
    // The object itself may be called by its value, like every string.
    const last = index === path.steps.length - 1;
    const called = last ? node.className : /string/.test(step.node.type) ? '' : step.node.name;
    return JSON.stringify([step.edge.type, edge, called]);
  });
  // How far down a list an object is does not matter.
  return parts.filter((part, index) => part !== parts[index - 1]).join();
}

function some(number, all) {
  return `${count(number)} more of the ${count(all)} ${number === 1 ? 'is' : 'are'}`;
}

async function groupText(snapshot, [first, ...others], places, all, style) {
  const lines = await headText(snapshot, first.node, places, style);
  if (first.paths.length === 0) lines.push('', ...unreachableText(first));
  for (const [index, path] of first.paths.entries()) {
    const steps = await readable(snapshot, path, places);
    const title = index === 0 ? 'Retaining path' : 'Another way to it';
    lines.push('', style.dim(`${fit(title, COLUMNS - 8)}Retained`));
    lines.push(...tree(steps, style));
  }
  if (others.length > 0) {
    const ids = others.slice(0, MOST_IDS).map(({ node }) => `@${node.id}`);
    const more = others.length > MOST_IDS ? ['…'] : [];
    const words = `${some(others.length, all)} held in the same way:`.split(' ');
    lines.push('', ...wrap([...words, ...ids, ...more], COLUMNS));
  }
  return lines;
}

async function headText(snapshot, node, places, style) {
  const place = await placeOf(snapshot, node, places);
  const label = cut(`${nodeLabel(node)} @${node.id}`, COLUMNS);
  const sizes = `shallow ${bytes(node.shallowSize)}, retained ${bytes(node.retainedSize)}`;
  const lines = [style.bold(label), `${sizes}, ${distanceWords(node.distance)}`];
  if (place !== null)
    lines.push(style.dim(cut(`written in ${printable(place.file)}:${place.line}`, COLUMNS)));
  return lines;
}

function unreachableText({ retainers }) {
  const lines = ['No path leads to it from the GC root: nothing but weak references holds it.'];
  for (const { edge, node } of retainers) {
    lines.push(cut(`  ${edgeLabel(edge)} of ${nodeLabel(node)} @${node.id}`, COLUMNS));
  }
  return lines;
}

module.exports = { explanations, explanationsText };
