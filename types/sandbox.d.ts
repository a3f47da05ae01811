/// <reference lib="es2020" />
/// <reference lib="esnext.disposable" />

/**
 * Contains packages that leak and cannot be fixed. A sandbox loads a package into a context of its own, which
 * can be disposed (docs/sandbox.md). A recycler replaces sandboxes in time (docs/recycle.md). A watch reports
 * what JavaScript allocates in a WebAssembly module and does not free (docs/wasm.md).
 *
 * @module
 */

/** The parts of an `EventEmitter` of Node.js that a sandbox uses. */
export interface SharedEmitter {
  eventNames(): (string | symbol)[];
  off(event: string | symbol, listener: (...values: never[]) => void): unknown;
}

/** A package or a file: the package's name, an absolute or relative path, or a file URL. */
export type Entry = string | { readonly href: string };

/** Options of {@link createSandbox}. */
export interface SandboxOptions<Exports = any> {
  /**
   * The file that `entry` is resolved from, as `require` does it: an absolute path or a file URL. Default:
   * the caller's file.
   */
  from?: Entry | undefined;
  /**
   * Options for the factory of Emscripten's MODULARIZE, such as `{ locateFile, print }`. With this option,
   * `entry` must export a function, which is called with a copy of it. Without it, such a factory is
   * recognized by its code and called with an empty object.
   */
  module?: object | undefined;
  /**
   * Waits until the module is ready, for modules whose readiness cannot be detected. What it returns, or
   * resolves with, becomes `exports`, unless it is undefined.
   */
  ready?:
    | ((exports: any) => Exports | undefined | PromiseLike<Exports | undefined> | Promise<void>)
    | undefined;
  /** Globals of the module. They add to those of JavaScript and Node.js, or replace them. */
  globals?: { [name: string]: unknown } | undefined;
  /** Emitters of your own to which the module adds listeners. The disposal removes these listeners. */
  emitters?: SharedEmitter[] | undefined;
  /**
   * Whether `exports`, and all that comes out of them, are proxies. They hold nothing of the module, and
   * throw `ERR_GC_TRACKER_SANDBOX_DISPOSED` after the disposal. Each use then goes through a proxy, which
   * takes time. Default: `false`.
   */
  revocable?: boolean | undefined;
  /** The maximum time until the module is ready, in ms. Default: `30000`. */
  timeoutMs?: number | undefined;
}

/** Options of {@link Sandbox.dispose}. */
export interface DisposeOptions {
  /**
   * Whether to take a heap snapshot if something holds the context, to report what holds it. The snapshot
   * stops the thread and needs a multiple of the heap's memory. Default: `true`.
   */
  explain?: boolean | undefined;
  /** Whether to measure `heapBytes` and `externalBytes`, which needs two more full GCs. Default: `true`. */
  measure?: boolean | undefined;
  /** How long to wait for the collection, in ms. Default: `5000`. */
  timeoutMs?: number | undefined;
}

/**
 * The memory that a disposal has freed, in bytes. What the program does meanwhile counts too, so small
 * numbers may be negative.
 */
export interface Disposed {
  collected: true;
  /** JavaScript heap, measured after a full GC before and after the disposal. Null with `measure: false`. */
  heapBytes: number | null;
  /**
   * `external` of `process.memoryUsage()`, measured after the same GCs. It includes linear memory on Node.js
   * 20 to 24, but not from Node.js 26 on. Null with `measure: false`.
   */
  externalBytes: number | null;
  /** The size of the linear memories that the module had. */
  wasmBytes: number;
}

/** A module in a context of its own. */
export interface Sandbox<Exports = any> {
  /** The file that was loaded. */
  readonly entry: string;
  /**
   * The exports of the module. A variable that refers to them, or to any part of them, holds the context.
   * This includes a variable of an async function that awaits `dispose()`. `call` leaves no such variable.
   *
   * @throws {Error} `ERR_GC_TRACKER_SANDBOX_DISPOSED`.
   */
  readonly exports: Exports;
  /** Whether `dispose` was called. */
  readonly disposed: boolean;
  /** The current size of its linear memories, in bytes. 0 after the disposal. */
  readonly wasmBytes: number;
  /**
   * Calls the function with the exports, and returns its result.
   *
   * @throws {Error} `ERR_GC_TRACKER_SANDBOX_DISPOSED`.
   */
  call<Result>(run: (exports: Exports) => Result): Result;
  /**
   * Removes what the module has left outside of its context (listeners, timers, ports, workers), releases the
   * module, and proves by full GCs that the context is collected. It may be called again: after you fix a
   * leak, it repeats the proof.
   *
   * Rejects with a {@link import('gc-tracker').LeakError} (`ERR_GC_TRACKER_LEAK`) if something holds the
   * context, with `ERR_GC_TRACKER_SANDBOX_NOT_COLLECTED` if the context was not collected but no holder was
   * found, and with a TypeError `ERR_GC_TRACKER_INVALID_OPTIONS`.
   */
  dispose(options?: DisposeOptions | undefined): Promise<Disposed>;
  /** The same as {@link Sandbox.dispose}, for `await using`. */
  [Symbol.asyncDispose](): Promise<Disposed>;
}

/**
 * Loads a package or file (CommonJS, UMD, Emscripten's MODULARIZE) with its own module graph into a new `vm`
 * context. Resolves when the module is ready. It waits for exports that are a promise, for a promise `ready`
 * of the exports, for `onRuntimeInitialized`, or for the option `ready`. Compiled scripts and
 * `WebAssembly.Module`s are kept for the next sandbox. A sandbox is not a security boundary. docs/sandbox.md
 * says when to use it.
 *
 * All errors are rejections. These include errors that the module throws in a timer, and unhandled rejections
 * of the module, while it loads.
 *
 * @throws {Error} `ERR_GC_TRACKER_SANDBOX_LOAD`: the module was not found, or has thrown. `cause` is a copy
 *   of its error.
 * @throws {Error} `ERR_GC_TRACKER_SANDBOX_TIMEOUT`: the module was not ready within `timeoutMs`.
 * @throws {TypeError} `ERR_GC_TRACKER_INVALID_ENTRY`, `ERR_GC_TRACKER_INVALID_OPTIONS`.
 *
 * @example
 * const sandbox = await createSandbox('sql.js');
 * const sum = sandbox.call((sql) => new sql.Database().exec('select 1 + 1')[0].values[0][0]);
 * const { wasmBytes } = await sandbox.dispose();
 */
export function createSandbox<Exports = any>(
  entry: Entry,
  options?: SandboxOptions<Exports> | undefined,
): Promise<Sandbox<Exports>>;

/** An instance for a {@link Recycler}: what {@link createSandbox} resolves with, or a similar object. */
export interface Recyclable<Exports> {
  /** Is read for each call and passed to its function. It is never awaited. */
  readonly exports: Exports;
  /** The current size of its linear memory, in bytes. */
  readonly wasmBytes: number;
  /**
   * Disposes the instance. Its result becomes `freed` of the event `recycled`; its rejection becomes the
   * event `leak`.
   */
  dispose(options?: DisposeOptions | undefined): Promise<unknown>;
}

/** Why an instance was replaced. */
export type RecycleReason = 'calls' | 'wasmBytes' | 'heapBytes' | 'age' | 'crash';

/** Options of {@link recycle}. No limit is set by default, so that only a crash replaces an instance. */
export interface RecycleOptions<Exports = any> {
  /** The maximum number of calls that one instance starts. Default: no limit. */
  maxCalls?: number | undefined;
  /**
   * The maximum linear memory of one instance, in bytes. It is checked before and after each call. Default:
   * no limit.
   */
  maxWasmBytes?: number | undefined;
  /**
   * The maximum growth of the JavaScript heap of the thread since the instance was made, in bytes. It is
   * measured at full GCs, none of which is forced. Other growth in the thread counts too. Default: no limit.
   */
  maxHeapBytes?: number | undefined;
  /**
   * The maximum age of one instance, in ms. An instance that has served no call is not replaced for its age.
   * Default: no limit.
   */
  maxAgeMs?: number | undefined;
  /**
   * Returns whether an error of a call is a crash of the module. It is called for errors that are not
   * recognized as crashes. If it throws, that is an uncaught exception.
   */
  isCrash?: ((error: unknown, exports: Exports) => boolean) | undefined;
  /**
   * Options of the disposal of instances. Unlike in `sandbox.dispose()`, `explain` and `measure` default to
   * `false`, because the heap snapshot of an explanation and the full GCs of a measurement stop the thread.
   */
  disposal?: DisposeOptions | undefined;
}

/** The counters of a recycler. */
export interface RecyclerStats {
  /** The number of accepted calls. */
  calls: number;
  /** The number of calls that have not ended. */
  running: number;
  /** The number of calls that were rejected, for any reason. */
  errors: number;
  /** The number of instances that crashed. */
  crashes: number;
  /** The number of times that the factory failed. */
  failures: number;
  /** The number of instances whose disposal was not proven. */
  leaks: number;
  /** The number of instances that were replaced, by reason. They are counted at the switch. */
  recycles: { [reason in RecycleReason]: number };
  /**
   * The number of instances that are not disposed yet: the current one, and those that drain or whose
   * disposal is being proven.
   */
  live: number;
  /** The linear memory of the instances that serve calls, in bytes. */
  wasmBytes: number;
  /** The age of the current instance, in ms, or null if there is none. */
  ageMs: number | null;
}

/** An instance that was replaced, after its disposal has ended. */
export interface Recycled {
  /** Why it was replaced. */
  reason: RecycleReason;
  /** The number of calls that it started. */
  calls: number;
  /** Its age when it was replaced, in ms. */
  ageMs: number;
  /** The result of its `dispose()`, or null if `dispose()` rejected, which emits `leak`. */
  freed: Disposed | null;
}

/** The events of a recycler. */
export interface RecyclerEvents {
  /**
   * A new instance starts to serve calls. The event has the time to make it, in ms, and its linear memory, in
   * bytes.
   */
  created: [created: { durationMs: number; wasmBytes: number }];
  /** An instance was replaced, and its disposal has ended. */
  recycled: [recycled: Recycled];
  /**
   * `dispose()` of an instance has rejected with this error, usually a
   * {@link import('gc-tracker').LeakError}.
   */
  leak: [error: unknown];
  /** The factory has failed with this error. */
  failed: [error: unknown];
}

/** A recycler. It is an `EventEmitter` of Node.js that never emits `error`. */
export interface Recycler<Exports = any> {
  /**
   * Calls the function with the exports of the current instance. No part of the instance may leave the call,
   * because it would hold the instance after its disposal.
   *
   * Resolves or rejects with the function's own result or error, also if that error is a crash. The first
   * call, and calls after a crash, wait for a new instance. They reject with the factory's error if it fails.
   *
   * Rejects with `ERR_GC_TRACKER_SANDBOX_DISPOSED` after {@link Recycler.dispose}, and with
   * `ERR_GC_TRACKER_INVALID_CALL` if the function returns the exports themselves.
   */
  call<Result>(work: (exports: Exports) => Result): Promise<Awaited<Result>>;
  /** Returns the counters. */
  stats(): RecyclerStats;
  /**
   * Waits for the calls that were made before, and disposes all instances. Do not await it inside a call. It
   * also resolves if a disposal was not proven; that emits `leak`, as always.
   */
  dispose(): Promise<void>;
  /** The same as {@link Recycler.dispose}, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
  on<E extends keyof RecyclerEvents>(event: E, listener: (...args: RecyclerEvents[E]) => void): this;
  once<E extends keyof RecyclerEvents>(event: E, listener: (...args: RecyclerEvents[E]) => void): this;
  off<E extends keyof RecyclerEvents>(event: E, listener: (...args: RecyclerEvents[E]) => void): this;
  addListener<E extends keyof RecyclerEvents>(event: E, listener: (...args: RecyclerEvents[E]) => void): this;
  removeListener<E extends keyof RecyclerEvents>(
    event: E,
    listener: (...args: RecyclerEvents[E]) => void,
  ): this;
  listenerCount(event: keyof RecyclerEvents): number;
}

/**
 * Makes a recycler. It serves calls from one instance that the factory makes, and replaces the instance when
 * it passes a limit or crashes. The replacement is made while the old instance still serves. Running calls
 * finish on the old instance, which is then disposed. A recycler keeps nothing of a call, and does not keep
 * the process alive while it waits for calls.
 *
 * docs/recycle.md says how limits work, what is a crash, and what it costs.
 *
 * @throws {TypeError} `ERR_GC_TRACKER_INVALID_CALLBACK`: the factory is not a function.
 * @throws {TypeError} `ERR_GC_TRACKER_INVALID_OPTIONS`.
 *
 * @example
 * const recycler = recycle(() => createSandbox('sql.js'), { maxCalls: 1000, maxWasmBytes: 200e6 });
 * recycler.on('recycled', ({ reason, freed }) => console.log(reason, freed));
 * const sum = await recycler.call((sql) => new sql.Database().exec('select 1 + 1')[0].values[0][0]);
 * await recycler.dispose();
 */
export function recycle<Exports = any>(
  factory: () => Recyclable<Exports> | Promise<Recyclable<Exports>>,
  options?: RecycleOptions<Exports> | undefined,
): Recycler<Exports>;

/** Options of {@link watchWasm}. */
export interface WasmWatchOptions {
  /** The interval at which the size of the memory is read, in ms, 1 to 2,147,483,647. Default: `1000`. */
  intervalMs?: number | undefined;
  /**
   * Whether to record the call site of each allocation and handle, in four frames. Each costs 5 to 20
   * microseconds. Default: `true`.
   */
  stacks?: boolean | undefined;
  /**
   * Whether to free the C++ object of a handle that was collected without `delete()`, if the handle is
   * `owned`. Do not use it for modules with functions that are bound with `return_value_policy::reference()`.
   * Default: `false`.
   */
  free?: boolean | undefined;
}

/** Memory that JavaScript has allocated in the module at one call site and has not freed. */
export interface OutstandingAllocations {
  /** The number of allocations. */
  count: number;
  /** Their sizes in all, in bytes. */
  bytes: number;
  /** The call site, one frame a line. Null with `stacks: false`. */
  stack: string | null;
}

/** embind handles of one class that were made at one call site. */
export interface Handles {
  /** The name of the C++ class. */
  className: string;
  /**
   * Whether the caller must delete them: they were made by a constructor, or returned by value or by a smart
   * pointer. It is `false` for raw pointers that a function returns, because their owner is unknown.
   */
  owned: boolean;
  /** The number of handles. */
  count: number;
  /** The call site, one frame a line. Null with `stacks: false`. */
  stack: string | null;
}

/** Handles that were collected without `delete()`. */
export interface AbandonedHandles extends Handles {
  /**
   * How many of them were freed all the same: by the option `free`, or by embind itself, for smart pointers.
   */
  freed: number;
}

/** One handle that was collected without `delete()`. */
export interface AbandonedHandle {
  /** The name of the C++ class. */
  className: string;
  /** See {@link Handles.owned}. */
  owned: boolean;
  /** Whether it was freed all the same: by the option `free`, or by embind itself. */
  freed: boolean;
  /** The call site, one frame a line. Null with `stacks: false`. */
  stack: string | null;
}

/** Figures of the module's own allocator, in bytes, from `mallinfo` and `sbrk` if the module exports them. */
export interface AllocatorFigures {
  /** The size of the heap that it took from the linear memory. */
  heapBytes?: number;
  /** The largest size of the heap so far. */
  highWaterBytes?: number;
  /** How much of the heap is allocated. */
  usedBytes?: number;
  /** How much of the heap is free. */
  freeBytes?: number;
  /** How much of that is at the end of the heap. */
  topBytes?: number;
  /** The address at which the heap ends. */
  breakBytes?: number;
}

/** The name of a metric of a watch. A watch has those that its module supports. */
export type WasmMetric =
  | 'wasmBytes'
  | 'wasmUsedBytes'
  | 'wasmAllocatedBytes'
  | 'wasmHandles'
  | 'wasmAbandoned';

/** The events of a watch. */
export interface WasmWatchEvents {
  /** A handle was collected without `delete()`. */
  abandoned: [handle: AbandonedHandle];
}

/** A watch on a WebAssembly module. It is an `EventEmitter` of Node.js, and holds the module weakly. */
export interface WasmWatch extends Disposable {
  /**
   * The size of the linear memory, in bytes. 0 after the module was collected. Undefined if the memory cannot
   * be found.
   */
  readonly bytes: number | undefined;
  /** The largest size so far, in bytes. */
  readonly highWaterBytes: number | undefined;
  /**
   * Returns each change of the size, the oldest first: the time in ms since 1970, and the bytes. A long
   * history is thinned.
   */
  history(): [time: number, bytes: number][];
  /** Returns the allocator's figures, or null if the module exports neither `mallinfo` nor `sbrk`. */
  allocator(): AllocatorFigures | null;
  /**
   * Returns what JavaScript has made in the module and not freed, by call site, the most first. Empty after
   * `dispose()`.
   */
  outstanding(): { allocations: OutstandingAllocations[]; handles: Handles[] };
  /** Returns the abandoned handles by class and call site, the most first. Also works after `dispose()`. */
  abandoned(): AbandonedHandles[];
  /** The metrics, for the option `metrics` of `assertNoGrowth`. */
  readonly metrics: { [name in WasmMetric]?: () => number };
  /** The metrics, for the option `series` of `monitorMemory`. */
  readonly series: { [name in WasmMetric]?: { read: () => number; unit: 'bytes' | 'count' } };
  /** Stops watching, and restores the functions of the module. */
  dispose(): void;
  /** The same as {@link WasmWatch.dispose}, for `using`. */
  [Symbol.dispose](): void;
  on<E extends keyof WasmWatchEvents>(event: E, listener: (...args: WasmWatchEvents[E]) => void): this;
  once<E extends keyof WasmWatchEvents>(event: E, listener: (...args: WasmWatchEvents[E]) => void): this;
  off<E extends keyof WasmWatchEvents>(event: E, listener: (...args: WasmWatchEvents[E]) => void): this;
  addListener<E extends keyof WasmWatchEvents>(
    event: E,
    listener: (...args: WasmWatchEvents[E]) => void,
  ): this;
  removeListener<E extends keyof WasmWatchEvents>(
    event: E,
    listener: (...args: WasmWatchEvents[E]) => void,
  ): this;
  listenerCount(event: keyof WasmWatchEvents): number;
}

/**
 * Watches a WebAssembly module: an Emscripten module object that is ready, a `WebAssembly.Instance`, its
 * exports, or a `WebAssembly.Memory`. It reports the size of the memory, what JavaScript allocates with
 * `_malloc`, `_calloc` and `_realloc` of the module object, and embind's handles. It replaces functions of
 * the module until `dispose()`. It keeps neither the module nor the process alive.
 *
 * @throws {TypeError} `ERR_GC_TRACKER_INVALID_MODULE`: the argument cannot be watched, or is a proxy.
 * @throws {Error} `ERR_GC_TRACKER_WATCHED`: another watch of this module is not disposed.
 * @throws {TypeError} `ERR_GC_TRACKER_INVALID_OPTIONS`.
 *
 * @example
 * const sandbox = await createSandbox('@techstark/opencv-js');
 * const watch = await sandbox.call((cv) => watchWasm(cv));
 * watch.on('abandoned', ({ className, stack }) => console.log(`${className} was never deleted`, stack));
 */
export function watchWasm(module: object, options?: WasmWatchOptions | undefined): WasmWatch;
