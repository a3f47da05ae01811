'use strict';

// Objects that run: they stay until they are closed, whoever else refers to them. A snapshot shows that one runs by its native
// handle, which Node.js drops at the end, and an interval by its place in a list of timers. So subclasses are found as well.

const { startedAt } = require('../util/starts.js');

/** Native handles that keep themselves and their owner until they are closed. */
const HANDLES = new Set(['Worker', 'Process', 'FSEvent', 'StatWatcher', 'UDP', 'MessagePort']);
/** Handles of servers, but of sockets as well, which are streams. */
const LISTENING = new Set(['TCP', 'Pipe']);
/** Where objects have their handle. A datagram socket has it in its state, a cluster's worker in its process. */
const TO_HANDLE = [
  ['_handle'],
  ['<symbol kHandle>'],
  ['<symbol state symbol>', 'handle'],
  ['process', '_handle'],
];
const IN_LIST = new Set(['TimersList', 'Timeout']);
/** Properties of an interface of readline. */
const READLINE = ['input', 'output', 'terminal', 'completer'];
/** Larger objects are skipped: listing their edges takes long. */
const MAX_EDGES = 100;

/**
 * The node that says where an object was started if the object is a worker, server, socket, watcher, child process, reader of
 * lines or interval that runs: its handle or the object itself. Else undefined.
 */
async function runningHandle(view, node) {
  const { id, type, name } = node;
  if (type !== 'object' || (await view.node(id)).edgeCount > MAX_EDGES) return undefined;
  const edges = await view.edges(id);
  if (name === 'Timeout') return isInterval(edges) ? node : undefined;
  if (isReader(edges) || (await isTimedSignal(view, node, edges))) return node;
  const handle = await handleOf(view, node);
  if (handle === undefined) return undefined;
  if (LISTENING.has(handle.name)) return isStream(edges) ? undefined : handle;
  return HANDLES.has(handle.name) ? handle : undefined;
}

async function handleOf(view, start) {
  for (const names of TO_HANDLE) {
    let node = start;
    for (const name of names) node = node && (await view.target(node.id, name));
    if (node?.type === 'object') return node;
  }
  return undefined;
}

function isStream(edges) {
  return edges.some(({ edge }) => edge.name === '_readableState');
}

/** An interface of readline that is not closed. */
function isReader(edges) {
  const names = new Set(edges.map(({ edge }) => edge.name));
  return READLINE.every((name) => names.has(name)) && !names.has('closed');
}

/** A signal of `AbortSignal.timeout()` that has listeners and has not fired: Node.js keeps it in a Set. */
async function isTimedSignal(view, { id }, edges) {
  const value = (symbol) => edges.find(({ edge }) => edge.name === `<symbol ${symbol}>`)?.node.id;
  // Both are true or false, for which older versions have no names. Of other signals none is true, or the second one.
  if (value('kTimeout') === undefined || value('kTimeout') === value('kAborted')) return false;
  for (const { node: table } of await view.retainers(id)) {
    for (const { node: set } of table.type === 'array' ? await view.retainers(table.id) : []) {
      const holders = set.name === 'Set' ? await view.retainers(set.id) : [];
      if (holders.some(({ edge }) => edge.name === 'gcPersistentSignals')) return true;
    }
  }
  return false;
}

/** { file, line, column } of the code that has started what a handle or an interval is, or null if nobody watched. */
async function startOf(view, handle) {
  for (const { edge, node } of await view.edges(handle.id)) {
    const place = edge.type === 'internal' && node.type === 'string' ? startedAt(node.name) : null;
    if (place !== null) return view.original(place);
  }
  return null;
}

/** Only a timeout has null as `_repeat`, which is a node; a number is none. A stopped timer is in no list. */
function isInterval(edges) {
  const isListed = edges.some(({ edge, node }) => edge.name === '_idleNext' && IN_LIST.has(node.name));
  return isListed && !edges.some(({ edge }) => edge.name === '_repeat');
}

module.exports = { HANDLES, runningHandle, startOf };
