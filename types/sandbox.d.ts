/// <reference lib="es2020" />
/// <reference lib="esnext.disposable" />

/**
 * Leaky packages that nobody can fix, contained: a context of its own for each that can be thrown away (docs/sandbox.md), a
 * recycler that replaces it in time (docs/recycle.md), and what a WebAssembly module allocates and does not free (docs/wasm.md).
 *
 * @module
 */

/** Like an `EventEmitter` of Node.js. */
export interface SharedEmitter {
  eventNames(): (string | symbol)[];
  off(event: string | symbol, listener: (...values: never[]) => void): unknown;
}

/** A file or a package: its name, an absolute or relative path, or a URL of a file. */
export type Entry = string | { readonly href: string };

/** Options of {@link createSandbox}. */
export interface SandboxOptions<Exports = any> {
  /** The file from which `entry` is looked for, as `require` in it would: an absolute path or a file URL; the caller's by default. */
  from?: Entry | undefined;
  /**
   * Options for the factory of Emscripten's MODULARIZE, such as `{ locateFile, print }`. With it `entry` must export a function,
   * which is called with a copy. Without it such a factory is told by its code, and called with an empty object.
   */
  module?: object | undefined;
  /**
   * Says when the module is ready, for those that do not say it themselves. What it returns, or resolves with, is `exports`, unless
   * that is undefined.
   */
  ready?:
    | ((exports: any) => Exports | undefined | PromiseLike<Exports | undefined> | Promise<void>)
    | undefined;
  /** Globals of the module beside those of JavaScript and Node.js, or in their place. */
  globals?: { [name: string]: unknown } | undefined;
  /** Emitters of your own to which the module adds listeners: at the end they lose them. */
  emitters?: SharedEmitter[] | undefined;
  /**
   * Whether exports are proxies that hold nothing of the module and throw `ERR_GC_TRACKER_SANDBOX_DISPOSED` after the disposal;
   * so is all that comes out of them. False by default: each use goes through a proxy.
   */
  revocable?: boolean | undefined;
  /** How long the module may take until it is ready, in ms; 30,000 by default. */
  timeoutMs?: number | undefined;
}

/** Options of {@link Sandbox.dispose}. */
export interface DisposeOptions {
  /**
   * Whether a heap snapshot is taken if somebody holds the context, to say who; true by default. It stops the thread, and needs a
   * multiple of the heap's memory.
   */
  explain?: boolean | undefined;
  /** Whether `heapBytes` and `externalBytes` are measured, which needs two full GCs more; true by default. */
  measure?: boolean | undefined;
  /** How long to wait for the collection, in ms; 5,000 by default. */
  timeoutMs?: number | undefined;
}

/** What a disposal has given back, in bytes. What the program does meanwhile counts too: small numbers may be negative. */
export interface Disposed {
  collected: true;
  /** Of the JavaScript heap, between full GCs before and after; null without the option `measure`. */
  heapBytes: number | null;
  /**
   * `external` of `process.memoryUsage()`, between the same GCs: linear memory among it on Node.js 20 to 24; from Node.js 26 on V8
   * does not count that there. Null without the option `measure`.
   */
  externalBytes: number | null;
  /** Of the linear memories that the module had. */
  wasmBytes: number;
}

/** A module in a context of its own. */
export interface Sandbox<Exports = any> {
  /** The file that was loaded. */
  readonly entry: string;
  /**
   * The ready module. A variable that refers to it, or to anything of it, holds the context: also that of an async function which
   * awaits `dispose()`. `call` leaves none.
   *
   * @throws {Error} `ERR_GC_TRACKER_SANDBOX_DISPOSED`
   */
  readonly exports: Exports;
  readonly disposed: boolean;
  /** Of its linear memories, now, in bytes; 0 after the disposal. */
  readonly wasmBytes: number;
  /**
   * What the function returns, called with the exports.
   *
   * @throws {Error} `ERR_GC_TRACKER_SANDBOX_DISPOSED`
   */
  call<Result>(run: (exports: Exports) => Result): Result;
  /**
   * Takes back what the module has left outside its context (listeners, timers, ports, workers), lets go of it, and proves that
   * it was collected, by full GCs. May be called again: after a leak was mended it is asked once more.
   *
   * Rejects with a {@link import('gc-tracker').LeakError} (`ERR_GC_TRACKER_LEAK`) if something holds it, with
   * `ERR_GC_TRACKER_SANDBOX_NOT_COLLECTED` if it was not collected and nobody is known to hold it, and with a TypeError
   * `ERR_GC_TRACKER_INVALID_OPTIONS`.
   */
  dispose(options?: DisposeOptions | undefined): Promise<Disposed>;
  /** The same as {@link Sandbox.dispose}, for `await using`. */
  [Symbol.asyncDispose](): Promise<Disposed>;
}

/**
 * Loads a package or file (CommonJS, UMD, Emscripten's MODULARIZE) with its own module graph into a fresh `vm` context, and resolves
 * when it is ready: a promise, a promise `ready`, `onRuntimeInitialized`, or what the option `ready` says. Compiled scripts and
 * `WebAssembly.Module`s are kept for the next sandbox. It is no security boundary. docs/sandbox.md says when to use it.
 *
 * All errors are rejections, also what the module throws in a timer or rejects unhandled while it loads:
 * - `ERR_GC_TRACKER_SANDBOX_LOAD`: the module was not found, or has thrown; `cause` is a copy of its error.
 * - `ERR_GC_TRACKER_SANDBOX_TIMEOUT`: it was not ready within `timeoutMs`.
 * - TypeErrors: `ERR_GC_TRACKER_INVALID_ENTRY`, `ERR_GC_TRACKER_INVALID_OPTIONS`.
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

/** What a {@link Recycler} needs of an instance: what {@link createSandbox} resolves with, or anything that is like it. */
export interface Recyclable<Exports> {
  /** Read for each call; handed to its function, and never awaited. */
  readonly exports: Exports;
  /** Of linear memory, now, in bytes. */
  readonly wasmBytes: number;
  /** Ends the instance; what it resolves with is told as `freed`, and what it rejects with as a `leak`. */
  dispose(options?: DisposeOptions | undefined): Promise<unknown>;
}

/** Why an instance was replaced. */
export type RecycleReason = 'calls' | 'wasmBytes' | 'heapBytes' | 'age' | 'crash';

/** Limits: none by default, so that only a crash recycles. */
export interface RecycleOptions<Exports = any> {
  /** How many calls one instance begins. */
  maxCalls?: number | undefined;
  /** How much linear memory one instance may have, in bytes; looked at before and after each call. */
  maxWasmBytes?: number | undefined;
  /**
   * By how much the JavaScript heap of the thread may have grown since the instance was made, in bytes, as the last full
   * GC has seen it. None is forced for it, and what else grows in the process counts too.
   */
  maxHeapBytes?: number | undefined;
  /** How old one instance may be, in ms. One that has served no call is not replaced for its age. */
  maxAgeMs?: number | undefined;
  /**
   * Whether an error that a call has met is a crash of the module too. Asked of those that are not known to be one; what
   * it throws is an uncaught exception.
   */
  isCrash?: ((error: unknown, exports: Exports) => boolean) | undefined;
  /**
   * How instances are disposed of. Unlike for `sandbox.dispose()`, `explain` and `measure` are false by default: the heap snapshot
   * that names the holder of a leak stops the thread, and so do the full GCs of a measurement.
   */
  disposal?: DisposeOptions | undefined;
}

/** What a recycler has counted. */
export interface RecyclerStats {
  /** Accepted calls. */
  calls: number;
  /** Those of them that have not ended. */
  running: number;
  /** Those that were rejected, for whatever reason. */
  errors: number;
  /** Instances that crashed. */
  crashes: number;
  /** How often the factory failed. */
  failures: number;
  /** Instances of which the disposal was not proven. */
  leaks: number;
  /** Instances that were replaced, by reason; counted at the switch. */
  recycles: { [reason in RecycleReason]: number };
  /** Instances that are not disposed of: the current one, and those that drain or whose disposal is being proven. */
  live: number;
  /** Linear memory of the instances that serve calls, in bytes. */
  wasmBytes: number;
  /** Of the current instance, in ms; null if there is none. */
  ageMs: number | null;
}

/** An instance was replaced, and its disposal has ended. */
export interface Recycled {
  reason: RecycleReason;
  /** How many calls it has begun. */
  calls: number;
  /** How old it became, in ms. */
  ageMs: number;
  /** What its `dispose()` has resolved with; null if it rejected, which is a `leak`. */
  freed: Disposed | null;
}

/** What a recycler emits. */
export interface RecyclerEvents {
  /** An instance begins to serve: how long it took to make it, and its linear memory. */
  created: [created: { durationMs: number; wasmBytes: number }];
  recycled: [recycled: Recycled];
  /** What `dispose()` of an instance has rejected with: {@link LeakError}, as a rule. */
  leak: [error: unknown];
  /** The factory failed: what it has rejected with. */
  failed: [error: unknown];
}

/** An `EventEmitter` of Node.js, which never emits `error`. */
export interface Recycler<Exports = any> {
  /**
   * Calls the function with the exports of the current instance. What belongs to the instance must not leave the call:
   * it would hold the instance when it ought to go.
   *
   * Resolves and rejects with what the function does, unchanged; a crash of the module too. The first call, and calls
   * after a crash, wait until there is an instance, and reject with the factory's error if it fails.
   *
   * Rejects with `ERR_GC_TRACKER_SANDBOX_DISPOSED` after {@link Recycler.dispose}, and with `ERR_GC_TRACKER_INVALID_CALL`
   * if the function returns the exports themselves.
   */
  call<Result>(work: (exports: Exports) => Result): Promise<Awaited<Result>>;
  stats(): RecyclerStats;
  /**
   * Waits for the calls that were made before (so don't await it in one of them), and disposes of everything. Resolves
   * also if a disposal was not proven: that is a `leak`, as always.
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
 * A recycler that serves calls from one instance of what the factory makes, and replaces it by a fresh one when it has
 * passed a limit or has crashed. The replacement is made while the old one serves, calls that run finish on the old one,
 * and then it is disposed of. It keeps nothing of a call, and never keeps the process alive while it waits for calls.
 *
 * docs/recycle.md says how limits work, what is a crash, and what it costs.
 *
 * @throws {TypeError} `ERR_GC_TRACKER_INVALID_CALLBACK`: the factory is no function.
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
  /** How often the size of the memory is looked at, in ms: 1 to 2,147,483,647; 1,000 by default. */
  intervalMs?: number | undefined;
  /** Whether to remember where something was made, in four frames; true by default. Some 5 to 20 microseconds each. */
  stacks?: boolean | undefined;
  /**
   * Whether to free what is behind a handle that was collected without `delete()`, if it is `owned`; false by default. Not for
   * modules with functions that are bound with `return_value_policy::reference()`.
   */
  free?: boolean | undefined;
}

/** Memory that JavaScript has allocated in the module at one place, and not freed. */
export interface OutstandingAllocations {
  count: number;
  bytes: number;
  /** A frame a line; null without the option `stacks`. */
  stack: string | null;
}

/** embind handles of one class that were made at one place. */
export interface Handles {
  className: string;
  /**
   * Whether they are the caller's to delete: made by a constructor, returned by value or by a smart pointer. Of a raw pointer that
   * a function returns nobody knows.
   */
  owned: boolean;
  count: number;
  /** A frame a line; null without the option `stacks`. */
  stack: string | null;
}

/** Handles that were collected without `delete()`. */
export interface AbandonedHandles extends Handles {
  /** How many of them were freed nevertheless: by the option `free`, or, behind smart pointers, by embind itself. */
  freed: number;
}

/** One handle that was collected without `delete()`. */
export interface AbandonedHandle {
  className: string;
  owned: boolean;
  freed: boolean;
  stack: string | null;
}

/** Figures of the module's own allocator, in bytes: those of `mallinfo` and `sbrk`, where they are exported. */
export interface AllocatorFigures {
  /** What it has got from the linear memory. */
  heapBytes?: number;
  /** The most that it has had. */
  highWaterBytes?: number;
  /** What it has handed out. */
  usedBytes?: number;
  /** What it could hand out without more memory. */
  freeBytes?: number;
  /** What of that is at the end of the heap. */
  topBytes?: number;
  /** Where the heap ends. */
  breakBytes?: number;
}

/** `wasmBytes`, `wasmUsedBytes`, `wasmAllocatedBytes`, `wasmHandles`, `wasmAbandoned`: those that the module offers. */
export type WasmMetric =
  | 'wasmBytes'
  | 'wasmUsedBytes'
  | 'wasmAllocatedBytes'
  | 'wasmHandles'
  | 'wasmAbandoned';

/** What a watch emits. */
export interface WasmWatchEvents {
  /** A handle was collected without `delete()`. */
  abandoned: [handle: AbandonedHandle];
}

/** An `EventEmitter` of Node.js. It holds the module weakly. */
export interface WasmWatch extends Disposable {
  /** The size of the linear memory; 0 once the module was collected, undefined if its glue does not tell. */
  readonly bytes: number | undefined;
  /** The largest size so far. */
  readonly highWaterBytes: number | undefined;
  /** Each change of the size, the oldest first: ms since 1970, and bytes. Bounded: of a long history every second one is left. */
  history(): [time: number, bytes: number][];
  /** Null if the module exports neither `mallinfo` nor `sbrk`. */
  allocator(): AllocatorFigures | null;
  /** What JavaScript has made in the module and not freed, by stack, the most first. Nothing after `dispose()`. */
  outstanding(): { allocations: OutstandingAllocations[]; handles: Handles[] };
  /** By class and stack, the most first; also after `dispose()`. */
  abandoned(): AbandonedHandles[];
  /** For the option `metrics` of `assertNoGrowth`. */
  readonly metrics: { [name in WasmMetric]?: () => number };
  /** For the option `series` of `monitorMemory`. */
  readonly series: { [name in WasmMetric]?: { read: () => number; unit: 'bytes' | 'count' } };
  /** Puts everything in the module back as it was. */
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
 * Watches a WebAssembly module: an Emscripten module object that is ready, a `WebAssembly.Instance`, its exports, or a
 * `WebAssembly.Memory`. It tells the size of its memory, what JavaScript allocates in it by `_malloc`, `_calloc` and
 * `_realloc` of the module object, and embind's handles. Until `dispose()`, functions of the module are replaced. Keeps neither the module
 * nor the process alive.
 *
 * @throws {TypeError} `ERR_GC_TRACKER_INVALID_MODULE`: nothing that can be watched, or a proxy.
 * @throws {Error} `ERR_GC_TRACKER_WATCHED`: another watch of this module was not disposed of.
 * @throws {TypeError} `ERR_GC_TRACKER_INVALID_OPTIONS`.
 *
 * @example
 * const sandbox = await createSandbox('@techstark/opencv-js');
 * const watch = await sandbox.call((cv) => watchWasm(cv));
 * watch.on('abandoned', ({ className, stack }) => console.log(`${className} was never deleted`, stack));
 */
export function watchWasm(module: object, options?: WasmWatchOptions | undefined): WasmWatch;
