'use strict';

// Objects that run: they stay until they are closed, whoever else refers to them. A snapshot shows that one runs by its native
// handle, which Node.js drops at the end, and an interval by its place in a list of timers. So subclasses are found as well.

/** Handles of workers, child processes and watchers, of which each keeps its owner. */
const HANDLES = new Set(['Worker', 'Process', 'FSEvent', 'StatWatcher']);
/** Handles of servers, but of sockets as well, which are streams. */
const LISTENING = new Set(['TCP', 'Pipe']);
const HANDLE_EDGES = new Set(['_handle', '<symbol kHandle>']);
const IN_LIST = new Set(['TimersList', 'Timeout']);
/** Larger objects are skipped: listing their edges takes long. */
const MAX_EDGES = 100;

/** Whether an object is a worker, server, watcher, child process or interval that runs. */
async function isRunning(view, { id, type, name }) {
  if (type !== 'object' || (await view.node(id)).edgeCount > MAX_EDGES) return false;
  const edges = await view.edges(id);
  if (name === 'Timeout') return isInterval(edges);
  const handle = edges.find(({ edge, node }) => HANDLE_EDGES.has(edge.name) && node.type === 'object')?.node;
  if (handle === undefined) return false;
  if (LISTENING.has(handle.name)) return !edges.some(({ edge }) => edge.name === '_readableState');
  return HANDLES.has(handle.name);
}

/** Only a timeout has null as `_repeat`, which is a node; a number is none. A stopped timer is in no list. */
function isInterval(edges) {
  const isListed = edges.some(({ edge, node }) => edge.name === '_idleNext' && IN_LIST.has(node.name));
  return isListed && !edges.some(({ edge }) => edge.name === '_repeat');
}

module.exports = { isRunning };
