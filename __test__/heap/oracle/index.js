'use strict';

// The oracle: Chrome DevTools' own analysis of a heap snapshot, run in Node. Its numbers are the ones
// that gc-tracker has to reproduce, node by node and class by class.

const fs = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const { Worker } = require('node:worker_threads');
const { bundle, install } = require('./install.js');
const { regroup } = require('./ropes.js');

// DevTools expects it; Node 20 has it not yet.
Promise.withResolvers ??= function withResolvers() {
  const settle = {};
  settle.promise = new this((resolve, reject) => Object.assign(settle, { resolve, reject }));
  return settle;
};

// In pieces of this size DevTools reads a file.
const CHUNK_BYTES = 10_000_000;

// Whom DevTools tells its progress.
const silent = { sendEvent() {} };

/**
 * Analyzes `file`; resolves to DevTools' JSHeapSnapshot. With `thread`, half of the work is done in a
 * thread of its own, as in DevTools.
 */
async function load(file, { thread = false } = {}) {
  const { HeapSnapshotLoader, SecondaryInitManager } = await import(pathToFileURL(bundle));
  const { port1, port2 } = new MessageChannel();
  let worker;
  if (thread) {
    worker = new Worker(path.join(__dirname, 'thread.js'), {
      workerData: { port: port2 },
      transferList: [port2],
    });
  } else {
    new SecondaryInitManager(port2);
  }
  try {
    const loader = new HeapSnapshotLoader(silent);
    const stream = fs.createReadStream(file, { encoding: 'utf8', highWaterMark: CHUNK_BYTES });
    for await (const chunk of stream) loader.write(chunk);
    loader.close();
    return await loader.buildSnapshot(port1);
  } finally {
    port1.close();
    await worker?.terminate();
  }
}

/**
 * { id, shallowSize, retainedSize, distance, dominator } of an analyzed snapshot: typed arrays with a
 * row a node in file order; sizes in bytes, dominators as node ids (the root is its own).
 *
 * Shallow sizes are the ones after DevTools gave those of some internal nodes to their owners; they wrap
 * at 4 GiB.
 */
function columnsOf(snapshot) {
  const { nodes, nodeCount, nodeFieldCount, nodeIdOffset, nodeSelfSizeOffset } = snapshot;
  const id = new Uint32Array(nodeCount);
  const shallowSize = new Float64Array(nodeCount);
  for (let node = 0; node < nodeCount; node++) {
    id[node] = nodes.getValue(node * nodeFieldCount + nodeIdOffset);
    shallowSize[node] = nodes.getValue(node * nodeFieldCount + nodeSelfSizeOffset);
  }
  return {
    id,
    shallowSize,
    retainedSize: snapshot.retainedSizes,
    distance: snapshot.nodeDistances,
    dominator: snapshot.dominatorsTree.map((node) => id[node]),
  };
}

/** The columns of the snapshot in `file`. */
async function columns(file) {
  return columnsOf(await load(file));
}

// A class's key is its constructor's place, if it has one, and its name.
const KEY = /^(?:(\d+),(\d+),(\d+))?,(.*)$/s;

/** DevTools' distance of a node that cannot be reached. */
const UNREACHABLE = -5;

/**
 * DevTools' Summary view: [{ name, location, count, shallowSize, retainedSize, distance,
 * reachedDistance }], in no particular order. With `interfaces`, plain objects are grouped by properties
 * ('{a, b}'). Of a class with an unreachable node, DevTools' least distance is UNREACHABLE;
 * `reachedDistance` is the least one of the others, null if there are none.
 */
function classes(snapshot, { interfaces = false } = {}) {
  const definitions = snapshot.interfaceDefinitions();
  if (!interfaces) snapshot.applyInterfaceDefinitions([]);
  const aggregates = snapshot.getAggregatesByClassKey(false, 'allObjects');
  // For the next question.
  if (!interfaces) snapshot.applyInterfaceDefinitions(JSON.parse(definitions));
  return Object.entries(aggregates).map(([key, { name, count, self, maxRet, distance, idxs }]) => {
    const [, scriptId, line, column] = KEY.exec(key);
    const location =
      scriptId === undefined
        ? null
        : { scriptId: Number(scriptId), line: Number(line), column: Number(column) };
    let reachedDistance = null;
    for (const index of idxs) {
      const reached = snapshot.nodeDistances[index / snapshot.nodeFieldCount];
      if (reached !== UNREACHABLE) reachedDistance = Math.min(reached, reachedDistance ?? reached);
    }
    return { name, location, count, shallowSize: self, retainedSize: maxRet, distance, reachedDistance };
  });
}

/** Strings that several nodes hold: [{ value, count, shallowSize, retainedSize }]; see ropes.js. */
function duplicateStrings(snapshot) {
  return regroup(snapshot, snapshot.getDuplicateStrings());
}

/** What changed from `base` to `current`: [{ name, addedCount, removedCount, addedSize, removedSize }]. */
function diff(base, current) {
  const aggregates = base.aggregatesForDiff(current.interfaceDefinitions());
  return Object.values(current.calculateSnapshotDiff(1, aggregates)).map(
    ({ name, addedCount, removedCount, addedSize, removedSize }) => {
      return { name, addedCount, removedCount, addedSize, removedSize };
    },
  );
}

module.exports = { UNREACHABLE, install, load, columns, columnsOf, diff, duplicateStrings, classes };
