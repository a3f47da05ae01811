'use strict';

// watchWasm: watches the linear memory of a WebAssembly module, what JavaScript has allocated in it, and embind's handles. The
// watch holds the module weakly. The replaced functions belong to the module.

const { EventEmitter } = require('node:events');
const { isProxy } = require('node:util/types');
const { argumentError, codedError, quote } = require('../../util/errors.js');
const { now } = require('../../util/clock.js');
const { makeDisposable } = require('../../util/disposable.js');
const { Allocations } = require('./allocations.js');
const { allocatorReader } = require('./allocator.js');
const { poll } = require('./poller.js');
const { findEmbind } = require('./embind.js');
const { Handles } = require('./handles.js');
const { SizeHistory } = require('./size-history.js');
const { isInstance, isMemory, memoryReader } = require('./memory.js');
const { checkedOptions } = require('./options.js');
const { CallSites, Stacks } = require('./call-sites.js');

/** Module objects that are being watched. */
const watched = new WeakSet();

class WasmWatch extends EventEmitter {
  #module;
  #readMemory;
  #readAllocator;
  #history = new SizeHistory();
  /** WeakRefs, because these objects refer to the module. */
  #allocations;
  #handles;
  #abandoned = new CallSites();
  #abandonedCount = 0;
  #stopPolling;

  constructor(module, { intervalMs, stacks, free }) {
    super();
    this.#readMemory = memoryReader(module);
    if (!isMemory(module) && !isInstance(module)) this.#watchFunctions(module, stacks, free);
    if (this.#readMemory === undefined && this.#allocations === undefined && this.#handles === undefined) {
      const message = `pass an Emscripten module that is ready, a WebAssembly.Instance, its exports or a WebAssembly.Memory`;
      throw argumentError('ERR_GC_TRACKER_INVALID_MODULE', `${message}, not ${quote(module)}`);
    }
    this.#module = new WeakRef(module);
    this.#stopPolling = poll(this, intervalMs);
    this.poll();
  }

  #watchFunctions(module, stacks, free) {
    const shared = stacks ? new Stacks() : undefined;
    this.#readAllocator = allocatorReader(module);
    const allocations = new Allocations(module, shared);
    if (allocations.watched) this.#allocations = new WeakRef(allocations);
    const found = findEmbind(module);
    if (found === undefined) return;
    const report = (handle) => this.#report(handle);
    this.#handles = new WeakRef(new Handles(found, { stacks: shared, free, report }));
  }

  /** Adds the current size of the memory to the history. */
  poll() {
    if (this.#readMemory === undefined || this.#stopPolling === undefined) return;
    const module = this.#module.deref();
    this.#history.add(now(), module === undefined ? 0 : bytesOf(this.#readMemory(module)));
  }

  get bytes() {
    this.poll();
    return this.#readMemory && this.#history.last;
  }

  get highWaterBytes() {
    this.poll();
    return this.#readMemory && this.#history.highest;
  }

  history() {
    this.poll();
    return this.#history.list();
  }

  allocator() {
    const module = this.#module.deref();
    if (module === undefined || this.#readAllocator === undefined || this.#readMemory === undefined)
      return null;
    return this.#readAllocator(module, () => this.#readMemory(module)[0]);
  }

  outstanding() {
    return {
      allocations: this.#allocations?.deref()?.list() ?? [],
      handles: this.#handles?.deref()?.list() ?? [],
    };
  }

  abandoned() {
    const groups = this.#abandoned.list('count');
    return groups.map(({ kind, count, freed, stack }) => ({ ...kind, count, freed, stack }));
  }

  #report({ className, owned, freed, stack }) {
    const group = this.#abandoned.group(`${className} ${owned}`, { className, owned }, stack);
    group.count++;
    if (freed) group.freed++;
    else this.#abandonedCount++;
    this.emit('abandoned', { className, owned, freed, stack });
  }

  /** { [name]: { read, unit } } */
  get series() {
    const series = {};
    if (this.#readMemory !== undefined) series.wasmBytes = { read: () => this.bytes, unit: 'bytes' };
    if (this.allocator()?.usedBytes !== undefined) {
      series.wasmUsedBytes = { read: () => this.allocator()?.usedBytes ?? 0, unit: 'bytes' };
    }
    if (this.#allocations !== undefined) {
      series.wasmAllocatedBytes = { read: () => this.#allocations.deref()?.bytes ?? 0, unit: 'bytes' };
    }
    if (this.#handles !== undefined) {
      series.wasmHandles = { read: () => this.#handles.deref()?.count ?? 0, unit: 'count' };
      series.wasmAbandoned = { read: () => this.#abandonedCount, unit: 'count' };
    }
    return series;
  }

  /** { [name]: read } */
  get metrics() {
    return Object.fromEntries(Object.entries(this.series).map(([name, { read }]) => [name, read]));
  }

  dispose() {
    if (this.#stopPolling === undefined) return;
    this.poll();
    this.#stopPolling();
    this.#stopPolling = undefined;
    this.#allocations?.deref()?.stop();
    this.#handles?.deref()?.stop();
    const module = this.#module.deref();
    if (module !== undefined) watched.delete(module);
  }
}

makeDisposable(WasmWatch);

function bytesOf(buffers) {
  return buffers.reduce((sum, { byteLength }) => sum + byteLength, 0);
}

function watchWasm(module, options) {
  const checked = checkedOptions(options);
  if ((typeof module !== 'object' && typeof module !== 'function') || module === null) {
    throw argumentError(
      'ERR_GC_TRACKER_INVALID_MODULE',
      `pass a WebAssembly module that is ready, not ${quote(module)}`,
    );
  }
  if (isProxy(module)) {
    const message =
      'a proxy cannot be watched (exports of a sandbox with `revocable` are proxies): pass the module itself';
    throw argumentError('ERR_GC_TRACKER_INVALID_MODULE', message);
  }
  if (watched.has(module)) {
    throw codedError('ERR_GC_TRACKER_WATCHED', 'this module is being watched: dispose the other watch first');
  }
  const watch = new WasmWatch(module, checked);
  watched.add(module);
  return watch;
}

module.exports = { watchWasm };
