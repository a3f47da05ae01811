'use strict';

// Heap snapshots: opened from a file or taken from this process, and asked. All work is done by the native
// side on other threads; here arguments are checked, and failures become errors.

const { statSync } = require('node:fs');
const { fileURLToPath } = require('node:url');
const { inspect } = require('node:util');
const v8 = require('node:v8');
const { loadAddon } = require('../native/index.js');
const { argumentError, codedError, quote } = require('../util/errors.js');
const { boolean, callback, checkOptions, invalidOption, must, oneOf, string } = require('../util/options.js');
const { restoreAllocationSpeed } = require('../util/inspector.js');

const native = loadAddon();

/** Between two reports of progress. */
const PROGRESS_MS = 100;
/** Of a dominator tree, unless said otherwise. */
const BRANCHES = 1000;
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
    const { top: nodes = BRANCHES } = checkOptions(options, EXAMPLE, { top });
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

  [Symbol.dispose]() {
    this.dispose();
  }

  [inspect.custom](_depth, options) {
    const { nodeCount, edgeCount, disposed } = this;
    return `HeapSnapshot ${inspect({ nodeCount, edgeCount, disposed }, options)}`;
  }

  #ask(ask, question) {
    return this.#answer((snapshot) => snapshot.ask(JSON.stringify({ ...question, ask })));
  }

  async #answer(task) {
    return JSON.parse(await this.#run(task));
  }

  async #run(task) {
    const answer = succeeded(await task(this.#alive()));
    // Answering has computed what the next question may need.
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
 * What grows from each of a series of snapshots to the next: kinds of retaining paths. What grows by less than `least` objects
 * each time does not count. `idsGoOn` says that ids mean the same objects in all of them (`keepIds`).
 */
class HeapGrowth {
  #native;

  constructor(least, idsGoOn) {
    this.#native = new native.HeapGrowth(least, idsGoOn);
  }

  /**
   * Adds the next snapshot, which may be disposed of then. Resolves with what has grown each time so far, by the most bytes
   * first: [{ counts, retainedSizes, holder, example }]; the first two by snapshot, the others nodes of this one.
   */
  async add(snapshot) {
    return JSON.parse(succeeded(await this.#native.add(nativeOf(snapshot))));
  }
}

/** Opens a file made by Chrome DevTools, `v8.writeHeapSnapshot` and others, gzipped or not. */
async function openHeapSnapshot(path, options) {
  const file = checkedPath(path);
  const { onProgress, signal } = checkOptions(options, '{ signal }', {
    onProgress: callback(),
    signal: abortSignal,
  });
  const total = sizeOf(file);
  return watched(onProgress, signal, total, (control) => native.openSnapshot(file, control));
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
 * Passes a snapshot on. V8 writes the whole of it as soon as somebody reads, and the readable would keep it until
 * V8 is done; so chunks are taken where they are pushed. Readables that were filled before (Bun's) are read.
 */
function pump(readable, stream) {
  return new Promise((resolve, reject) => {
    // After a failure the rest is let go: the native side knows why.
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
    // Of a reading that was aborted nobody waits for the result.
    aborted.catch(() => {});
    Promise.resolve(reading).catch(() => {});
  }
}

/** The result of a native task, unless that is a failure. */
function succeeded(result) {
  if (typeof result.code === 'string') throw codedError(result.code, result.message);
  return result;
}

/** For progress; whether the file can be read shows when it is read. */
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

module.exports = { HeapGrowth, HeapSnapshot, openHeapSnapshot, takeHeapSnapshot };
