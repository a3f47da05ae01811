'use strict';

// What rules say of a step that its edges alone do not tell: keys of hash tables, realms, timers.

const { edgeLabel, keyLabel } = require('./labels.js');
const { printable, quoted } = require('../util/text.js');

const STRINGS = new Set(['string', 'concatenated string', 'sliced string']);
/** All edges of a table are listed to find one key; of a larger one the key is not worth it. */
const LARGEST_TABLE = 200_000;

/** `"tick"`, or `Symbol(tick)` of `<symbol tick>`. */
function eventName(name) {
  const symbol = /^<symbol ?(.*)>$/s.exec(name);
  return symbol === null ? quoted(name) : `Symbol(${printable(symbol[1])})`;
}

/** `[Symbol(tick)]` of `<symbol tick>`. */
function symbolText(name) {
  return `[${eventName(name)}]`;
}

/** A hash table's key at the index before an edge's, as the node; undefined if it is a number or the like. */
async function keyNode(view, table, { name }) {
  if ((await view.node(table.id)).edgeCount > LARGEST_TABLE) return undefined;
  return view.target(table.id, String(Number(name) - 1));
}

/** The key of a value in a hash table: `"abort"`, or the class of the key. */
async function keyOf(view, table, edge) {
  const key = await keyNode(view, table, edge);
  if (key === undefined) return 'entry';
  return STRINGS.has(key.type) ? quoted(key.name) : printable(key.name);
}

/** How a Map or Set refers to what is in it: `["user-1"]`, `[User @12]`, `key`, `member`. */
async function entryLabel({ view, from, steps }) {
  const [{ node: table }, { edge, node: value }] = steps;
  const isSet = /Set$/.test(from?.name ?? '');
  const key = isSet ? undefined : await keyNode(view, table, edge);
  if (isSet) return 'member';
  // V8 lays an entry out as key, value, and the number of the next one, which is no node; a number is none either.
  const { edgeCount } = await view.node(table.id);
  if (edgeCount > LARGEST_TABLE) return 'entry';
  if (key === undefined) {
    const after = await view.target(table.id, String(Number(edge.name) + 1));
    if (after !== undefined) return 'key';
    const known = (await view.live?.keyOf(from.id, value.id)) ?? null;
    return known === null ? 'value' : `[${printable(known)}]`;
  }
  if (STRINGS.has(key.type)) return keyLabel(key.name);
  return key.type === 'object' ? `[${printable((await view.node(key.id)).className)} @${key.id}]` : 'value';
}

/** What is in an object's list of properties or elements, as the object's own edge to it has it. */
async function listedLabel({ view, from, steps }) {
  const { id } = steps.at(-1).node;
  if ((await view.node(from.id)).edgeCount > LARGEST_TABLE) return 'entry';
  const own = (await view.edges(from.id)).find(
    ({ edge, node }) => node.id === id && edge.type !== 'internal',
  );
  return own === undefined ? 'entry' : edgeLabel(own.edge);
}

/** `setTimeout` or `setInterval`: only of the former `_repeat` is null, and so a node. */
async function timerLabel(view, timeout) {
  const once = (await view.edges(timeout.id)).some(({ edge }) => edge.name === '_repeat');
  return once ? 'setTimeout' : 'setInterval';
}

/** A label of what hangs on a promise, which then is pending. */
function pendingLabel(label) {
  return ({ previous }) => {
    if (previous.what === 'Promise') previous.note = 'pending';
    return label;
  };
}

/** The function of a generator object or suspended async function: its node, or undefined. */
async function functionOf(view, generator) {
  return (await view.edges(generator.id)).find(({ edge }) => edge.name === 'function')?.node;
}

/** The text of a string property of a node, or undefined. */
async function stringProperty(view, node, name) {
  const edges = await view.edges(node.id);
  return edges.find(({ edge, node }) => edge.name === name && STRINGS.has(node.type))?.node.name;
}

/** How a realm is called that is not the program's own: in Node.js it is a vm context, in a browser a frame's. */
async function realmLabel({ view, steps }) {
  const context = steps.find(({ node }) => /system \/ NativeContext/.test(node.name))?.node;
  if (context !== undefined && (await view.isHome(context))) return '';
  if (await view.isNode()) return 'vm context';
  return context?.name.startsWith('Detached ') ? 'detached realm' : 'realm';
}

module.exports = {
  STRINGS,
  entryLabel,
  eventName,
  functionOf,
  keyNode,
  keyOf,
  listedLabel,
  pendingLabel,
  realmLabel,
  stringProperty,
  symbolText,
  timerLabel,
};
