'use strict';

// From an object of Node.js that stands for a program's function (the wrapper of a listener, a timer, a native handle, a
// promise) on to that function: the raw steps below it. A breadth-first search over the few references by which Node.js and V8
// keep callbacks; some dozens of queries at most.

const { stepMatches } = require('./match.js');
const { isOwnFile } = require('./modules.js');
const { CONTEXT, INDEX } = require('./rules/patterns.js');
const { functionOf } = require('./values.js');

/** Nodes that are examined. */
const MAX_NODES = 300;
const CALLBACK = /^property (?:listener|callback|handler|_onTimeout|_onImmediate)$/;
const EVENTS = /^property (?:_events|<symbol kEvents>|<symbol kHandlers>)$/;
/** From a native handle to its owner, and between the objects of a connection. */
const OWNER =
  /^property (?:<symbol owner_symbol>|socket|parser|incoming|outgoing|_httpMessage|req|res|oncomplete)$/;
/** The functions that resume a suspended function refer to it. */
const SUSPENDED = /^object (?:Async)?(?:Generator|.*Generator Object)$/;

/** References to follow. `after` is a pattern of the edge by which the object itself was reached. */
const HOPS = [
  { edge: CALLBACK },
  { edge: EVENTS },
  { edge: OWNER, node: 'object' },
  { after: CALLBACK, edge: 'property handleEvent' },
  { edge: /^property <symbol kOnMessage>$/, node: 'closure' },
  { from: 'closure', edge: 'internal bound_this', node: 'object' },
  { after: EVENTS, from: 'object Map', edge: 'internal table', node: 'array' },
  { after: EVENTS, edge: /^property (?!__proto__$)/ },
  { after: /^property /, from: 'object Array', edge: /^element / },
  { after: 'internal table', edge: INDEX },
  { after: INDEX, edge: 'property next' },
  { after: 'property next', edge: 'property next' },
  { from: 'closure', edge: 'internal bound_function' },
  { from: 'closure', edge: 'internal context', node: CONTEXT },
  { after: 'internal context', from: CONTEXT, edge: /^(?:context|hidden) /, node: 'closure' },
  { after: 'internal context', from: CONTEXT, edge: 'internal extension', node: SUSPENDED },
  { edge: 'internal reactions_or_result', node: 'hidden system / PromiseReaction' },
  { from: 'hidden system / PromiseReaction', edge: /^hidden /, node: 'closure' },
];

/** The raw steps from a node to the nearest function of the program that Node.js calls for it; none if there is none. */
async function onwardSteps(view, start) {
  if (await isProgram(view, { edge: { type: '', name: '' }, node: start })) return [];
  const seen = new Set([start.id]);
  let level = [{ node: start, steps: [] }];
  while (level.length > 0 && seen.size < MAX_NODES) {
    const next = [];
    for (const { node, steps } of level) {
      for (const step of await hops(view, node, steps.at(-1))) {
        if (seen.has(step.node.id)) continue;
        seen.add(step.node.id);
        next.push({ node: step.node, steps: [...steps, step] });
      }
    }
    for (const { steps } of next) if (await isProgram(view, steps.at(-1))) return steps;
    level = next;
  }
  return [];
}

/** The references from a node to follow, in an order that is the same in each run. */
async function hops(view, from, before) {
  const edges = await view.edges(from.id);
  return edges
    .filter(({ edge }) => edge.type !== 'weak')
    .filter((step) => HOPS.some((hop) => isAfter(hop, before) && stepMatches(hop, step, { node: from })))
    .sort((a, b) => isError(a) - isError(b) || compareNames(a.edge.name, b.edge.name));
}

/** Most emitters have a listener for errors, which says least. */
function isError({ edge }) {
  return edge.name === 'error';
}

function compareNames(a, b) {
  return String(a).localeCompare(String(b), 'en', { numeric: true });
}

function isAfter({ after }, before) {
  return after === undefined || (before !== undefined && stepMatches({ edge: after }, before));
}

/** Whether a step leads to a program's function or to an object that it has passed as a callback. */
async function isProgram(view, { edge, node }) {
  if (SUSPENDED.test(`${node.type} ${node.name}`)) return isWritten(view, await functionOf(view, node));
  if (node.type === 'closure') return isWritten(view, node);
  const isCallback = CALLBACK.test(`${edge.type} ${edge.name}`) && node.type === 'object';
  return isCallback && (await hasHandler(view, node));
}

/** Whether a node is written in a file that is neither Node.js's nor ours. */
async function isWritten(view, node) {
  const place = node === undefined ? null : await view.placeOf(node);
  return place !== null && !place.file.startsWith('node:') && !isOwnFile(place.file);
}

/** Whether the class of an object, a listener of an EventTarget, has the method that is called. */
async function hasHandler(view, { id }) {
  const prototype = await view.target(id, '__proto__');
  return prototype !== undefined && (await view.target(prototype.id, 'handleEvent')) !== undefined;
}

module.exports = { onwardSteps };
