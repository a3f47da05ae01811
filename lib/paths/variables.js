'use strict';

// Names of variables. A snapshot has the names in a function's context. For a block's context it has a list of names, which
// fits the values unless one of them is a small integer. For the registers of a suspended function it has none. The running
// process knows the rest.

const { nodeMatches } = require('./match.js');
const { isOwnFile } = require('./modules.js');
const { CONTEXT } = require('./rules/patterns.js');
const { STRINGS, functionOf, realmLabel } = require('./values.js');
const { placeText } = require('../util/stack.js');
const { printable } = require('../util/text.js');

/** The label of a variable of a context. Its value may be in a cell. */
async function variableLabel({ view, from, steps }) {
  const slot = slotOf(from, steps);
  const name = (await slotName(view, slot)) ?? (await liveName(view, slot));
  return name === null ? 'a variable' : variableText(name);
}

/** A realm with the variable that a script of the realm declares. */
async function realmVariable(match) {
  const [realm, variable] = [await realmLabel(match), await variableLabel(match)];
  return realm === '' ? variable : `${realm}, ${variable}`;
}

/** The label of the variable of a suspended function that holds a node. Notes on the step before where the function waits. */
async function suspendedVariable({ view, from, steps, previous }) {
  const found = (await view.live?.suspended(from.id, steps.at(-1).node.id)) ?? null;
  previous.kind = 'suspended';
  const written = found === null ? null : await view.placeOf(await functionOf(view, from));
  // The place of our own functions stays: by it, their steps are left out.
  if (previous.place !== null && written !== null && !isOwnFile(written.file)) {
    const { file, line } = view.original({ ...written, line: found.line, column: found.column });
    previous.note = `waits at ${placeText({ file, line })}`;
    previous.place = null;
  }
  const slot = slotOf(from, steps);
  const name = (slot && (await slotName(view, slot))) ?? found?.name ?? null;
  return name === null ? 'a local variable' : variableText(name);
}

/** { from, context, edge, held } of the step from a context to its variable; undefined if there is no such step. */
function slotOf(from, steps) {
  const before = (index) => steps[index - 1]?.node ?? from;
  const at = steps.findLastIndex((_, index) => nodeMatches(CONTEXT, before(index)));
  if (at < 0) return undefined;
  return { from, context: before(at), edge: steps[at].edge, held: steps.at(-1).node };
}

/** The variable's name, or null: small integers among a block's values have no edges, so its list of names may not fit. */
async function slotName(view, { context, edge }) {
  if (edge.type === 'context') return edge.name;
  const names = (await listOfNames(view, context)).filter(({ node }) => STRINGS.has(node.type));
  const slots = numbered(await view.edges(context.id));
  return slots.at(-1).edge.name === names.length - 1 ? names[edge.name].node.name : null;
}

/** The name that the running process knows, or null. The contexts of V8's own functions have no names. */
async function liveName(view, { from, context, held }) {
  if (view.live === null || (await listOfNames(view, context)).length === 0) return null;
  const closure = from?.type === 'closure' ? from : await closureIn(view, context);
  return closure === undefined ? null : view.live.blockVariable(closure.id, held.id);
}

async function closureIn(view, context) {
  const retainers = await view.retainers(context.id);
  return retainers.find(({ edge, node }) => edge.name === 'context' && node.type === 'closure')?.node;
}

/** What V8 keeps about the scope of a context: first the names of its variables, if they are few. */
async function listOfNames(view, context) {
  const info = (await view.edges(context.id)).find(({ edge }) => edge.name === 'scope_info')?.node;
  return info === undefined ? [] : numbered(await view.edges(info.id));
}

/** The edges that only have a number, in order. */
function numbered(edges) {
  return edges.filter(({ edge }) => edge.type === 'hidden').sort((a, b) => a.edge.name - b.edge.name);
}

function variableText(name) {
  return `variable ${printable(name)}`;
}

module.exports = { realmVariable, suspendedVariable, variableLabel };
