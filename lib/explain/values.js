'use strict';

// What rules say of a step that its edges alone do not tell: keys of hash tables, files of modules, names of suspended
// functions' variables.

const { keyLabel } = require('./labels.js');
const { scriptOf } = require('./places.js');
const { fileText, placeText } = require('../stack.js');
const { printable, quoted } = require('../text/text.js');

const STRINGS = new Set(['string', 'concatenated string', 'sliced string']);
/** All edges of a table are listed to find one key; of a larger one the key is not worth it. */
const LARGEST_TABLE = 200_000;
/** Functions that are looked at to find a module's file. */
const MOST_FUNCTIONS = 8;

/** `"tick"`, or `Symbol(tick)` of `<symbol tick>`. */
function eventName(name) {
  const symbol = /^<symbol (.*)>$/s.exec(name);
  return symbol === null ? quoted(name) : `Symbol(${printable(symbol[1])})`;
}

/** `[Symbol(tick)]` of `<symbol tick>`. */
function symbolText(name) {
  return `[${eventName(name)}]`;
}

/** A hash table's key at the index before an edge's, as the node; undefined if it is a number or the like. */
async function keyNode(view, table, { name }) {
  if ((await view.node(table.id)).edgeCount > LARGEST_TABLE) return undefined;
  const before = String(Number(name) - 1);
  return (await view.edges(table.id)).find(({ edge }) => String(edge.name) === before)?.node;
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
    const after = String(Number(edge.name) + 1);
    const hasValue = (await view.edges(table.id)).some(({ edge }) => String(edge.name) === after);
    if (hasValue) return 'key';
    return `[${printable((await view.live?.keyOf(from.id, value.id)) ?? 'value')}]`;
  }
  if (STRINGS.has(key.type)) return keyLabel(key.name);
  return key.type === 'object' ? `[${printable((await view.node(key.id)).className)} @${key.id}]` : 'value';
}

/** The variable of a suspended function that holds a node. Says where the function waits. */
async function suspendedVariable({ view, from, steps, previous }) {
  const { edge, node } = steps.at(-1);
  const found = (await view.live?.suspended(from.id, node.id)) ?? null;
  previous.kind = 'suspended';
  if (previous.place !== null && found !== null) {
    previous.note = `waits at ${placeText({ file: previous.place.file, line: found.line })}`;
    previous.place = null;
  }
  const name = edge.type === 'context' ? edge.name : found?.name;
  return name == null ? 'a local variable' : `variable ${printable(name)}`;
}

/** `setTimeout` or `setInterval`: only of the former `_repeat` is null, and so a node. */
async function timerLabel(view, timeout) {
  const once = (await view.edges(timeout.id)).some(({ edge }) => edge.name === '_repeat');
  return once ? 'setTimeout' : 'setInterval';
}

/**
 * `export sessions`: an export's name is the key of its cell in the module that has it. A module that imports it has the cell
 * without the name; then the path is told from the other module on.
 */
async function exportLabel({ view, steps, previous }) {
  const [table, cell] = steps;
  const key = await keyNode(view, table.node, cell.edge);
  if (STRINGS.has(key?.type)) return `export ${printable(key.name)}`;
  for (const { edge, node } of await view.retainers(cell.node.id)) {
    if (node.type !== 'array' || node.id === table.node.id) continue;
    const name = await keyNode(view, node, edge);
    if (!STRINGS.has(name?.type)) continue;
    const file = await fileOfExports(view, node);
    if (file !== undefined) previous.what = fileText(file);
    return `export ${printable(name.name)}`;
  }
  return 'import';
}

/** The URL of the ES module that has a table of exports. */
async function fileOfExports(view, table) {
  const owner = (await view.retainers(table.id)).find(
    ({ node }) => node.name === 'system / SourceTextModule',
  );
  if (owner === undefined) return undefined;
  for (const { node } of await view.retainers(owner.node.id)) {
    if (node.name === 'ModuleWrap') return stringProperty(view, node, ['url']);
  }
  return undefined;
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
async function stringProperty(view, node, names) {
  const edges = await view.edges(node.id);
  return edges.find(({ edge, node }) => names.includes(edge.name) && STRINGS.has(node.type))?.node.name;
}

/** What the outermost context of a file is of: `{ file, module }`, or null if `context` is not one. */
async function moduleScope(view, context) {
  const edges = await view.edges(context.id);
  const previous = edges.find(({ edge }) => edge.name === 'previous')?.node;
  if (previous === undefined || !(await view.isHome(previous))) return null;
  const extension = edges.find(({ edge }) => edge.name === 'extension')?.node;
  const functions = edges.filter(({ edge, node }) => edge.type === 'context' && node.type === 'closure');
  for (const { node } of functions.slice(0, MOST_FUNCTIONS)) {
    if (!(await isWrittenIn(view, node, context))) continue;
    const file = await scriptOf(view, node);
    if (file !== undefined) return { file, isModule: extension?.name === 'system / SourceTextModule' };
  }
  return { file: undefined, isModule: extension?.name === 'system / SourceTextModule' };
}

/** Whether a function's scope is the context, or directly in it: not a function of another file. */
async function isWrittenIn(view, closure, context) {
  let node = closure;
  for (const name of ['context', 'previous', 'previous']) {
    node = (await view.edges(node.id)).find(
      ({ edge }) => edge.name === name && edge.type === 'internal',
    )?.node;
    if (node === undefined) return false;
    if (node.id === context.id) return true;
  }
  return false;
}

module.exports = {
  entryLabel,
  eventName,
  exportLabel,
  functionOf,
  keyNode,
  keyOf,
  moduleScope,
  pendingLabel,
  stringProperty,
  suspendedVariable,
  symbolText,
  timerLabel,
};
