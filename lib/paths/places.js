'use strict';

// Where a function is written. V8 has line and column with the node, and the script behind the function's internals: a node
// with the edges `source` and `name`, whose own name is the file in Node.js and `system / Script / FILE` in newer versions of
// V8. An object of a class and a suspended async function lead to a function.

/** Names of the edges from a node to its function; several alternatives, tried in turn. */
const TO_FUNCTION = { closure: [[]], object: [['function'], ['__proto__', 'constructor']] };
/** The names of these edges differ between Node 20 and later versions. */
const TO_SCRIPT = [
  ['shared', 'script'],
  ['shared', 'script_or_debug_info'],
];
/** What Node 20 has there while a debugger or a coverage tool is attached. */
const DEBUGGED = 'system / DebugInfo';
/** The types of nodes whose name is their text; that of a sliced string is not. */
const TEXTS = new Set(['string', 'concatenated string']);

/**
 * { file, line, column } of a node's function or class, counted from 1, or null. `known` is a Map of
 * the files found before, by script.
 */
async function placeOf(snapshot, node, known) {
  let { location } = node;
  const scriptId = location?.scriptId;
  let file = known.get(scriptId);
  if (file === undefined) {
    for (const edges of TO_FUNCTION[node.type] ?? []) {
      const maker = await follow(snapshot, node, edges);
      // An object has the place of its class; a suspended function has that of its function.
      location ??= maker?.type === 'closure' && edges[0] === 'function' ? maker.location : null;
      file ??= maker?.type === 'closure' ? await scriptOf(snapshot, maker) : undefined;
    }
    if (scriptId !== undefined && file !== undefined) known.set(scriptId, file);
  }
  if (file === undefined || !location) return null;
  return { file, line: location.line + 1, column: location.column + 1 };
}

async function scriptOf(snapshot, closure) {
  for (const edges of TO_SCRIPT) {
    const found = await follow(snapshot, closure, edges);
    const script = found?.name === DEBUGGED ? await scriptBehind(snapshot, found) : found;
    if (script?.type !== 'code') continue;
    const name = await follow(snapshot, script, ['name']);
    const file = TEXTS.has(name?.type) ? name.name : script.name;
    if (file !== '' && !file.startsWith('system / ')) return file;
  }
  return undefined;
}

async function scriptBehind(snapshot, { id }) {
  for (const { node } of await snapshot.edges(id)) {
    if (node.type !== 'code') continue;
    if ((await snapshot.edges(node.id)).some(({ edge }) => edge.name === 'source')) return node;
  }
  return undefined;
}

async function follow(snapshot, start, names) {
  let node = start;
  for (const name of names) {
    // These nodes (functions, prototypes and the like) have few edges.
    const edges = await snapshot.edges(node.id);
    node = edges.find(({ edge }) => edge.name === name && edge.type !== 'weak')?.node;
    if (node === undefined) return undefined;
  }
  return node;
}

module.exports = { placeOf, scriptOf };
