'use strict';

// Explains why nodes are alive, as data and as text. Nodes are grouped by path: paths are equal if they differ only in
// keys, numbers, and objects of the same classes. Each group is shown once, by its first node.

const { distanceWords } = require('../heap/index.js');
const { edgeLabel, nodeWithId, pathsTo, pathKey, withSizes } = require('../paths/index.js');
const { bytes, count } = require('../util/numbers.js');
const { COLUMNS } = require('./table.js');
const { cut, cutStart, printable, fit, wrap } = require('../util/text.js');
const { pathTree } = require('./path-tree.js');

/** How many ids of further objects of a group are listed. */
const MAX_IDS = 8;
const MAX_RETAINERS = 5;
const WRITTEN = 'written in ';

/** Resolves with [{ node, paths, retainers }] for `nodes`, with at most `maxPaths` paths each. */
async function explanations(view, nodes, maxPaths) {
  const result = [];
  for (const node of nodes) {
    view.know(node);
    const paths = await pathsTo(view, node.id, maxPaths);
    // A node without a path may still have weak references.
    const retainers = paths.length > 0 ? [] : await view.retainers(node.id, MAX_RETAINERS);
    result.push({ node, paths, retainers });
  }
  return result;
}

/** The lines of the `maxGroups` largest groups. `hint` says how to show the others. */
async function explanationsText(view, explained, style, { maxGroups, hint = '' }) {
  const lines = [];
  const groups = groupsByPath(explained);
  for (const group of groups.slice(0, maxGroups)) {
    if (lines.length > 0) lines.push('');
    lines.push(...(await groupText(view, group, explained.length, style)));
  }
  const left = groups.slice(maxGroups).reduce((sum, group) => sum + group.length, 0);
  const rest = `${shareText(left, explained.length)} held in other ways${hint}`;
  if (left > 0) lines.push('', style.dim(rest));
  return lines;
}

/** Arrays of explanations with equal paths, the largest first. */
function groupsByPath(explained) {
  const groups = new Map();
  for (const explanation of explained) {
    const key = explanation.paths.length === 0 ? 'none' : pathKey(explanation.paths[0].readable);
    if (groups.has(key)) groups.get(key).push(explanation);
    else groups.set(key, [explanation]);
  }
  return [...groups.values()].sort((a, b) => b.length - a.length);
}

function shareText(number, all) {
  return `${count(number)} more of the ${count(all)} ${number === 1 ? 'is' : 'are'}`;
}

async function groupText(view, [first, ...others], all, style) {
  const lines = await headText(view, first.node, style);
  if (first.paths.length === 0) lines.push('', ...unreachableText(first));
  for (const [index, { readable }] of first.paths.entries()) {
    const title = index === 0 ? 'Retaining path' : 'Another way to it';
    lines.push('', style.dim(`${fit(title, COLUMNS - 8)}Retained`));
    lines.push(...pathTree(await withSizes(view, readable), style));
  }
  if (others.length > 0) {
    const ids = others.slice(0, MAX_IDS).map(({ node }) => `@${node.id}`);
    const more = others.length > MAX_IDS ? ['…'] : [];
    const words = `${shareText(others.length, all)} held in the same way:`.split(' ');
    lines.push('', ...wrap([...words, ...ids, ...more], COLUMNS));
  }
  return lines;
}

async function headText(view, node, style) {
  const place = await view.placeOf(node);
  const sizes = `shallow ${bytes(node.shallowSize)}, retained ${bytes(node.retainedSize)}`;
  const lines = [style.bold(cut(nodeWithId(node), COLUMNS)), sizes + distanceWords(node.distance)];
  if (place !== null)
    lines.push(
      style.dim(`${WRITTEN}${cutStart(`${printable(place.file)}:${place.line}`, COLUMNS - WRITTEN.length)}`),
    );
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
