'use strict';

// Why nodes are alive, as data and as text. Objects of a class are mostly held in few ways, so those whose
// paths differ in nothing but keys, numbers and objects of the same classes are shown once, by the first of them.

const { distanceWords } = require('../heap/index.js');
const { edgeLabel, nodeWithId, pathsTo, pathKey, withSizes } = require('../paths/index.js');
const { bytes, count } = require('../util/numbers.js');
const { COLUMNS } = require('./table.js');
const { cut, printable, fit, wrap } = require('../util/text.js');
const { tree } = require('./path-tree.js');

/** Ids to name of the objects that are held like one that was shown. */
const MOST_IDS = 8;
const MOST_RETAINERS = 5;

/** The paths of each of `nodes`, up to `most` a node, as [{ node, paths, retainers }]. */
async function explanations(view, nodes, most) {
  const result = [];
  for (const node of nodes) {
    view.know(node);
    const paths = await pathsTo(view, node.id, most);
    // Without a path there may be weak references still.
    const retainers = paths.length > 0 ? [] : await view.retainers(node.id, MOST_RETAINERS);
    result.push({ node, paths, retainers });
  }
  return result;
}

/** Explanations as lines, of the `most` ways of being held that most objects share; `hint` tells how to see more. */
async function explanationsText(view, explained, style, { most, hint = '' }) {
  const lines = [];
  const all = grouped(explained);
  for (const group of all.slice(0, most)) {
    if (lines.length > 0) lines.push('');
    lines.push(...(await groupText(view, group, explained.length, style)));
  }
  const left = all.slice(most).reduce((sum, group) => sum + group.length, 0);
  const rest = `${some(left, explained.length)} held in other ways${hint}`;
  if (left > 0) lines.push('', style.dim(rest));
  return lines;
}

function grouped(explained) {
  const groups = new Map();
  for (const one of explained) {
    const way = one.paths.length === 0 ? 'none' : pathKey(one.paths[0].readable);
    if (groups.has(way)) groups.get(way).push(one);
    else groups.set(way, [one]);
  }
  return [...groups.values()].sort((a, b) => b.length - a.length);
}

function some(number, all) {
  return `${count(number)} more of the ${count(all)} ${number === 1 ? 'is' : 'are'}`;
}

async function groupText(view, [first, ...others], all, style) {
  const lines = await headText(view, first.node, style);
  if (first.paths.length === 0) lines.push('', ...unreachableText(first));
  for (const [index, { readable }] of first.paths.entries()) {
    const title = index === 0 ? 'Retaining path' : 'Another way to it';
    lines.push('', style.dim(`${fit(title, COLUMNS - 8)}Retained`));
    lines.push(...tree(await withSizes(view, readable), style));
  }
  if (others.length > 0) {
    const ids = others.slice(0, MOST_IDS).map(({ node }) => `@${node.id}`);
    const more = others.length > MOST_IDS ? ['…'] : [];
    const words = `${some(others.length, all)} held in the same way:`.split(' ');
    lines.push('', ...wrap([...words, ...ids, ...more], COLUMNS));
  }
  return lines;
}

async function headText(view, node, style) {
  const place = await view.placeOf(node);
  const sizes = `shallow ${bytes(node.shallowSize)}, retained ${bytes(node.retainedSize)}`;
  const lines = [style.bold(cut(nodeWithId(node), COLUMNS)), sizes + distanceWords(node.distance)];
  if (place !== null)
    lines.push(style.dim(cut(`written in ${printable(place.file)}:${place.line}`, COLUMNS)));
  return lines;
}

function unreachableText({ retainers }) {
  const lines = ['No path leads to it from the GC root: nothing but weak references holds it.'];
  for (const { edge, node } of retainers) {
    lines.push(cut(`  ${edgeLabel(edge) || 'a reference'} of ${nodeWithId(node)}`, COLUMNS));
  }
  return lines;
}

module.exports = { explanations, explanationsText };
