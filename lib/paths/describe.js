'use strict';

// What the node of a step is, and where it is written. A path may have many nodes: of most of them it says enough
// itself, and the snapshot is asked only where another answer than the node's name is possible.

const { nodeLabel } = require('./labels.js');
const { nodeMatches } = require('./match.js');
const { CONTEXT } = require('./rules/patterns.js');
const { functionOf } = require('./values.js');
const { printable } = require('../util/text.js');

/** How a suspended function leads on. */
const OF_SUSPENDED = new Set(['internal', 'hidden']);
/** How many edges a suspended function has, 5 to 10 on Node 18 to 26: all those of a large array take long to list. */
const LEAST = 4;
const MOST = 100;

/** { what, place, note } of a node; `next` is the raw step behind it, undefined for the last one. */
async function describe(view, node, next) {
  if (node.name === 'system / JSProxy') return { what: 'Proxy' };
  if (nodeMatches(CONTEXT, node)) return { what: 'system / Context', note: "a function's variables" };
  if (node.type === 'closure') {
    return { what: await functionName(view, node), place: await ownPlace(view, node) };
  }
  if (await isSuspended(view, node, next)) return describeSuspended(view, node);
  return { what: nodeLabel(needsClass(node) ? await view.node(node.id) : node) };
}

/** Plain objects are called after their properties but for their class; nodes of a document may be detached. */
function needsClass({ type, name }) {
  return type === 'native' || (type === 'object' && name.startsWith('{'));
}

async function functionName(view, node) {
  const bound = (await view.edges(node.id)).find(({ edge }) => edge.name === 'bound_function')?.node;
  if (bound !== undefined) return `bound ${await functionName(view, bound)}`;
  return `function ${printable(node.name) || '(anonymous)'}`;
}

/** Of Node.js's own functions the place does not help. */
async function ownPlace(view, node) {
  const place = await view.placeOf(node);
  return place?.file.startsWith('node:') ? null : view.original(place);
}

async function isSuspended(view, { type, id }, next) {
  if (type !== 'object') return false;
  if (next !== undefined && !OF_SUSPENDED.has(next.edge.type)) return false;
  const { edgeCount } = await view.node(id);
  if (edgeCount < LEAST || edgeCount > MOST) return false;
  return (await view.edges(id)).some(({ edge }) => edge.name === 'parameters_and_registers');
}

async function describeSuspended(view, node) {
  const made = await functionOf(view, node);
  const name = printable(made?.name ?? '') || '(anonymous)';
  const kind = node.name === 'Generator' ? 'async function' : 'generator';
  return { what: `${kind} ${name}`, place: made === undefined ? null : await ownPlace(view, made) };
}

module.exports = { describe };
