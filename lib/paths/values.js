'use strict';

// Labels that need more than a step's edge: keys of hash tables, realms, timers.

const { edgeLabel, keyLabel } = require('./labels.js');
const { printable, quoted } = require('../util/text.js');

const STRINGS = new Set(['string', 'concatenated string', 'sliced string']);
/** Finding a key lists all edges of its table: for a larger table it takes too long. */
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

/** The node of a value's key in a hash table, which is at the index before; undefined if the key is a number or the like. */
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
  // V8 stores an entry as key, value, and the index of the next entry. Numbers are no nodes.
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

/** The label of a node in an object's list of properties or elements: that of the object's own edge to the node. */
async function listedLabel({ view, from, steps }) {
  const { id } = steps.at(-1).node;
  if ((await view.node(from.id)).edgeCount > LARGEST_TABLE) return 'entry';
  const direct = (await view.edges(from.id)).find(
    ({ edge, node }) => node.id === id && edge.type !== 'internal',
  );
  return direct === undefined ? 'entry' : edgeLabel(direct.edge);
}

/** `setTimeout` or `setInterval`: only a timeout has null as `_repeat`, which is a node; a number is none. */
async function timerLabel(view, timeout) {
  const once = (await view.edges(timeout.id)).some(({ edge }) => edge.name === '_repeat');
  return once ? 'setTimeout' : 'setInterval';
}

/** The label of a reaction to a promise. A promise with reactions is pending. */
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

/** The label of a realm other than the program's own: a vm context in Node.js, a frame's realm in a browser. */
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
