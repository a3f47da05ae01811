'use strict';

// Heap snapshots: opened from a file or taken of this process, and queried. The native side does all work on other threads;
// here arguments are checked, and failures become errors.

const { statSync } = require('node:fs');
const { fileURLToPath } = require('node:url');
const { inspect } = require('node:util');
const v8 = require('node:v8');
const { loadAddon } = require('../native/index.js');
const { argumentError, codedError, quote } = require('../util/errors.js');
const { makeDisposable } = require('../util/disposable.js');
const { boolean, callback, checkOptions, invalidOption, must, oneOf, string } = require('../util/options.js');
const { cacheLineEnds, restoreAllocationSpeed } = require('../util/inspector.js');

const native = loadAddon();

/** Time between two reports of progress. */
const PROGRESS_MS = 100;
/** Default number of nodes of a dominator tree. */
const TREE_NODES = 1000;
const sort = oneOf('retained', 'shallow', 'count');
const top = must(
  'a whole number of 0 or more',
  (value) => Number.isSafeInteger(value) && value >= 0 && value <= 0xffffffff,
);
const abortSignal = must('an AbortSignal', (value) => value instanceof AbortSignal);
/** Options as messages show them. */
const EXAMPLE = '{ top: 20 }';

const key = Symbol('heap snapshot');

class HeapSnapshot {
  #native;
  #counts;

  constructor(given, snapshot) {
    if (given !== key) {
      const message = 'a HeapSnapshot comes from openHeapSnapshot or takeHeapSnapshot';
      throw argumentError('ERR_GC_TRACKER_INVALID_CALL', message);
    }
    this.#native = snapshot;
    this.#counts = snapshot.counts();
  }

  get nodeCount() {
    return this.#counts[0];
  }

  get edgeCount() {
    return this.#counts[1];
  }

  get stringCount() {
    return this.#counts[2];
  }

  get disposed() {
    return this.#native === undefined;
  }

  analyze() {
    return this.#ask('analyze');
  }

  summary() {
    return this.#ask('summary');
  }

  async classes(options) {
    return this.#ask('classes', checkOptions(options, EXAMPLE, { top, sort, name: string }));
  }

  async find(options) {
    const checks = { className: string, name: string, type: string, top, sort };
    const wanted = checkOptions(options, EXAMPLE, checks);
    return this.#ask('find', { ...wanted, top: wanted.top ?? 20 });
  }

  async node(id) {
    return this.#ask('node', { id: checkedId(id) });
  }

  async retainingPath(id, options) {
    const { max = 1, byName = false } = checkOptions(options, '{ max: 5 }', { max: top, byName: boolean });
    return this.#ask('retainingPath', { id: checkedId(id), max, byName });
  }

  async retainers(id, options) {
    return this.#ask('retainers', { ...checkOptions(options, EXAMPLE, { top }), id: checkedId(id) });
  }

  async edges(id) {
    return this.#ask('edges', { id: checkedId(id) });
  }

  async dominators(id) {
    return this.#ask('dominators', { id: checkedId(id) });
  }

  async dominated(id, options) {
    return this.#ask('dominated', { ...checkOptions(options, EXAMPLE, { top }), id: checkedId(id) });
  }

  async dominatorTree(options) {
    const { top: nodes = TREE_NODES } = checkOptions(options, EXAMPLE, { top });
    return this.#ask('dominatorTree', { nodes });
  }

  async duplicateStrings(options) {
    return this.#ask('duplicateStrings', checkOptions(options, EXAMPLE, { top }));
  }

  detachedContexts() {
    return this.#ask('detachedContexts');
  }

  async diff(base) {
    return this.#answer((snapshot) => snapshot.diff(nativeOf(base)));
  }

  async diffNodes(base, className, options) {
    string(className, 'className');
    const given = checkOptions(options, EXAMPLE, { top });
    return this.#answer((snapshot) => snapshot.diffNodes(nativeOf(base), className, given.top));
  }

  columns() {
    return this.#run((snapshot) => snapshot.columns());
  }

  dispose() {
    this.#native?.dispose();
    this.#native = undefined;
  }

  [inspect.custom](_depth, options) {
    const { nodeCount, edgeCount, disposed } = this;
    return `HeapSnapshot ${inspect({ nodeCount, edgeCount, disposed }, options)}`;
  }

  #ask(query, parameters) {
    return this.#answer((snapshot) => snapshot.ask(JSON.stringify({ ...parameters, ask: query })));
  }

  async #answer(task) {
    return JSON.parse(await this.#run(task));
  }

  async #run(task) {
    const answer = succeeded(await task(this.#alive()));
    // The snapshot may have grown: it keeps what it has computed for the next query.
    this.#native?.tellMemory();
    return answer;
  }

  #alive() {
    if (this.#native === undefined) {
      throw codedError('ERR_GC_TRACKER_DISPOSED', 'the heap snapshot was disposed of and cannot be asked');
    }
    return this.#native;
  }

  static nativeOf(snapshot) {
    if (snapshot === null || typeof snapshot !== 'object' || !(#native in snapshot)) {
      throw invalidOption(`the base to compare with must be a HeapSnapshot, not ${quote(snapshot)}`);
    }
    return snapshot.#alive();
  }
}

const { nativeOf } = HeapSnapshot;
delete HeapSnapshot.nativeOf;

/**
 * Finds the kinds of retaining paths that grow in each of a series of snapshots, by at least `least` objects each time.
 * `stableIds` says that ids mean the same objects in all of them (`keepIds`).
 */
class HeapGrowth {
  #native;

  constructor(least, stableIds) {
    this.#native = new native.HeapGrowth(least, stableIds);
  }

  /**
   * Adds the next snapshot, which may be disposed of afterwards. Resolves with what has grown each time so far, most bytes
   * first: [{ counts, retainedSizes, holder, example }]. The first two have a number for each snapshot; the others are nodes
   * of this snapshot.
   */
  async add(snapshot) {
    return JSON.parse(succeeded(await this.#native.add(nativeOf(snapshot))));
  }
}

/** Opens a file made by Chrome DevTools, `v8.writeHeapSnapshot` and others, compressed or not. */
async function openHeapSnapshot(path, options) {
  const file = checkedPath(path);
  const { onProgress, signal } = checkOptions(options, '{ signal }', {
    onProgress: callback(),
    signal: abortSignal,
  });
  const total = sizeOf(file);
  // Loaded with the first file: it loads zlib, which assertions do not need.
  const { foreignFormat } = require('./compressed.js');
  const format = foreignFormat(file);
  if (format === undefined) {
    return watched(onProgress, signal, total, (control) => native.openSnapshot(file, control));
  }
  return watched(onProgress, signal, total, (control) => decompressed(file, format, control));
}

async function decompressed(file, format, control) {
  const { pushFile } = require('./compressed.js');
  const stream = new native.SnapshotStream(control);
  try {
    await pushFile(file, format, stream);
  } catch (error) {
    control.cancel();
    await stream.finish();
    throw error;
  }
  return stream.finish();
}

/** Takes a snapshot of this process (of this worker) and reads it while V8 writes it. */
async function takeHeapSnapshot(options) {
  const { onProgress, signal, keepIds } = checkOptions(options, '{ signal }', {
    onProgress: callback(),
    signal: abortSignal,
    keepIds: boolean,
  });
  const take = async (control) => {
    const stream = new native.SnapshotStream(control);
    cacheLineEnds();
    try {
      await pump(v8.getHeapSnapshot(), stream);
    } finally {
      if (keepIds !== true) await restoreAllocationSpeed();
    }
    return stream.finish();
  };
  return watched(onProgress, signal, 0, take);
}

/**
 * Passes a snapshot to the native side. V8 writes all of it as soon as it is read, and the readable would buffer it until V8
 * is done. So chunks are taken where V8 pushes them. A readable that was filled before (in Bun) is read.
 */
function pump(readable, stream) {
  return new Promise((resolve, reject) => {
    // After a failure the native side ignores further chunks.
    const pass = (chunk) => stream.push(chunk);
    const push = readable.push;
    readable.push = (chunk, ...rest) => {
      if (!(chunk instanceof Uint8Array)) return push.call(readable, chunk, ...rest);
      pass(chunk);
      return true;
    };
    readable.on('data', (chunk) => pass(typeof chunk === 'string' ? Buffer.from(chunk) : chunk));
    readable.on('close', resolve);
    readable.on('error', reject);
  });
}

/** Reads a snapshot, reporting progress, until it is there or `signal` aborts. */
async function watched(onProgress, signal, total, read) {
  signal?.throwIfAborted();
  const control = new native.HeapControl();
  const report = () => onProgress({ done: control.bytesRead(), total });
  const timer = onProgress === undefined ? undefined : setInterval(report, PROGRESS_MS);
  let abort;
  const aborted = new Promise((_resolve, reject) => {
    abort = () => {
      control.cancel();
      reject(signal.reason);
    };
  });
  signal?.addEventListener('abort', abort, { once: true });
  const reading = read(control);
  try {
    const snapshot = succeeded(await Promise.race([reading, aborted]));
    if (onProgress !== undefined) report();
    return new HeapSnapshot(key, snapshot);
  } finally {
    clearInterval(timer);
    signal?.removeEventListener('abort', abort);
    // Nobody waits for the result of an aborted reading.
    aborted.catch(() => {});
    Promise.resolve(reading).catch(() => {});
  }
}

/** The result of a native task, unless that is a failure. */
function succeeded(result) {
  if (typeof result.code === 'string') throw codedError(result.code, result.message);
  return result;
}

/** The size, for progress. An unreadable file fails when it is read. */
function sizeOf(file) {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

function checkedPath(path) {
  if (path instanceof URL && path.protocol === 'file:') return fileURLToPath(path);
  if (typeof path === 'string' && path !== '' && !path.includes('\0')) return path;
  const message = `the path must be a string or a file: URL, not ${quote(path)}`;
  throw argumentError('ERR_GC_TRACKER_INVALID_PATH', message);
}

function checkedId(id) {
  const value = typeof id === 'string' && /^@?\d+$/.test(id) ? Number(id.replace('@', '')) : id;
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw invalidOption(`a node id must be a number like 123 or a string like '@123', not ${quote(id)}`);
}

makeDisposable(HeapSnapshot);

module.exports = { HeapGrowth, HeapSnapshot, openHeapSnapshot, takeHeapSnapshot };
