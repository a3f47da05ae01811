'use strict';

// Describes the node of a step: what it is, and where it is written. A path may have many nodes, so the snapshot is queried
// only for nodes whose name is not enough.

const { nodeLabel } = require('./labels.js');
const { nodeMatches } = require('./match.js');
const { fileOfModule, shortFile } = require('./modules.js');
const { isCached } = require('./require-cache.js');
const { CONTEXT } = require('./rules/patterns.js');
const { functionOf, stringProperty } = require('./values.js');
const { printable } = require('../util/text.js');

/** The types of edges from a suspended function to its variables. */
const SUSPENDED_EDGES = new Set(['internal', 'hidden']);
/** A suspended function has 5 to 10 edges on Node 18 to 26. Larger objects are skipped: listing their edges takes long. */
const MIN_EDGES = 4;
const MAX_EDGES = 100;
const MAX_BOUND = 8;

/** { what, place, note } of a node; `next` is the raw step after it, undefined for the last one. */
async function describe(view, node, next) {
  if (node.name === 'system / JSProxy') return { what: 'Proxy' };
  if (nodeMatches(CONTEXT, node)) return { what: 'system / Context', note: "a function's variables" };
  if (node.type === 'closure') {
    return { what: await functionName(view, node), place: await placeUnlessNodes(view, node) };
  }
  if (await isSuspended(view, node, next)) return describeSuspended(view, node);
  if (node.name === 'Module') return describeModule(view, node);
  if (node.name === 'SourceTextModule') return describeVmModule(view, node);
  return { what: nodeLabel(needsClass(node) ? await view.node(node.id) : node) };
}

/** A Module on a path is no landmark: the program has deleted it from the cache, or never put it there. */
async function describeModule(view, node) {
  const file = await fileOfModule(view, node);
  const isDeleted = file !== undefined && !(await isCached(view, node));
  return { what: nodeLabel(node), note: isDeleted ? `${shortFile(file)}, not in require.cache` : null };
}

/** A module that the program has made with `vm.SourceTextModule`. */
async function describeVmModule(view, node) {
  const wrapper = await view.target(node.id, '<symbol kWrap>');
  const url = wrapper === undefined ? undefined : await stringProperty(view, wrapper, 'url');
  return { what: nodeLabel(node), note: url === undefined ? null : shortFile(url) };
}

/** V8 names plain objects after their properties; DOM nodes may be detached. */
function needsClass({ type, name }) {
  return type === 'native' || (type === 'object' && name.startsWith('{'));
}

/** Bound functions of bound functions are followed a few times: in a damaged file they may be a circle. */
async function functionName(view, node, depth = 0) {
  const bound = (await view.edges(node.id)).find(({ edge }) => edge.name === 'bound_function')?.node;
  if (bound !== undefined && depth < MAX_BOUND) return `bound ${await functionName(view, bound, depth + 1)}`;
  return `function ${printable(node.name) || '(anonymous)'}`;
}

/** Where a function is written; null for Node.js's own functions, whose place does not help. */
async function placeUnlessNodes(view, node) {
  const place = await view.placeOf(node);
  return place?.file.startsWith('node:') ? null : view.original(place);
}

async function isSuspended(view, { type, id }, next) {
  if (type !== 'object') return false;
  if (next !== undefined && !SUSPENDED_EDGES.has(next.edge.type)) return false;
  const { edgeCount } = await view.node(id);
  if (edgeCount < MIN_EDGES || edgeCount > MAX_EDGES) return false;
  return (await view.edges(id)).some(({ edge }) => edge.name === 'parameters_and_registers');
}

async function describeSuspended(view, node) {
  const made = await functionOf(view, node);
  const name = printable(made?.name ?? '') || '(anonymous)';
  const kind = node.name === 'Generator' ? 'async function' : 'generator';
  return { what: `${kind} ${name}`, place: made === undefined ? null : await placeUnlessNodes(view, made) };
}

module.exports = { describe };
