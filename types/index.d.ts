/// <reference lib="es2020" />
/// <reference lib="esnext.disposable" />

/**
 * Calls a function when V8 has collected an object, asserts in tests that objects are collected, and reports
 * what retains those that are not. All of this works on the handle that {@link trackGC} returns.
 *
 * @module
 */

import type { NearNode } from './heap.js';

/** One tracking of a target, made by {@link trackGC}. It does not keep its target alive. */
export interface Tracked extends Disposable {
  /** A number that is unique in this copy of the module: 1, 2, 3 and so on. */
  readonly id: number;

  /** The label that {@link trackGC} was called with, if any. */
  readonly label: string | undefined;

  /**
   * Whether the target has been collected. The value is current: it changes in the same tick as the GC. Once
   * `true`, it stays `true`. `false` means that the target was not collected so far. Just after a GC, a
   * register of a running function, or a `WeakRef` that was used in the same job, may still keep the target
   * alive for a moment.
   *
   * After `untrack` or `stopTrackGC` it keeps its last known value.
   */
  readonly collected: boolean;

  /**
   * Stops this tracking: its callback will not run. Returns `true` if the target was still tracked, that is,
   * if its collection had not been reported yet.
   */
  untrack(): boolean;

  /**
   * Marks the target as disposed: the program is done with it, so it should be collected from now on.
   * {@link findLeaks} reports it if it is not. This needs no option and forces no GC.
   *
   * Returns `true` if this call marked the target. Returns `false` if it was marked before (the clock
   * continues from the first call), if it has been collected, or if it was untracked.
   *
   * @example
   * class Session {
   *   tracked = trackGC(this, undefined, { label: 'session', disposable: true });
   *   close() {
   *     this.tracked.markDisposed();
   *   }
   * }
   * new Session().close();
   */
  markDisposed(): boolean;

  /** The same as {@link Tracked.untrack}, for `using`. */
  [Symbol.dispose](): boolean;
}

/** What can be tracked: an object, or a symbol made with `Symbol()` (neither registered nor well-known). */
export type Target = object | symbol;

/** Options of {@link trackGC}. */
export interface TrackOptions {
  /**
   * Names the kind of target, for the counters of {@link trackingStats}. Use few labels: each costs about 200
   * bytes until `stopTrackGC`. The limit is 1,048,575 labels.
   */
  label?: string | undefined;
  /**
   * Whether to record the call site of `trackGC` for leak reports: four frames. This costs about 10
   * microseconds and a few hundred bytes for each target. Default: `true` in tests (if `NODE_ENV` is `test`,
   * under `node --test`, and with the adapters), otherwise `false`.
   */
  stack?: boolean | undefined;
  /**
   * Whether the target must be disposed ({@link Tracked.markDisposed}) before it is collected. If it is not,
   * {@link findLeaks} reports it. This costs about 100 bytes and 200 nanoseconds for each target. Default:
   * `false`.
   */
  disposable?: boolean | undefined;
}

/**
 * Runs `callback` once the garbage collector has collected `target`.
 *
 * Each call makes a separate tracking, even for the same target. The callback runs in a macrotask after the
 * GC; a minor GC is enough. It runs before a natural exit of the program. It does not run if the target is
 * still alive then. One macrotask runs up to 2,048 callbacks, for at most 5 ms. If a callback throws, the
 * error becomes an `uncaughtException`, and the other callbacks still run.
 *
 * A callback that declares a parameter receives the handle that `trackGC` returned. A callback that declares
 * none (`callback.length === 0`) receives an equal handle, not the same one, in `arguments`. The returned
 * handle then need not be kept, which saves memory, and time in every full GC.
 *
 * @throws {TypeError} `ERR_GC_TRACKER_INVALID_TARGET`: the target is a primitive, a `Symbol.for()`, or a
 *   well-known symbol.
 * @throws {TypeError} `ERR_GC_TRACKER_INVALID_CALLBACK`: the callback is neither a function nor `undefined`.
 * @throws {TypeError} `ERR_GC_TRACKER_INVALID_OPTIONS`, `ERR_GC_TRACKER_INVALID_LABEL`.
 * @throws {TypeError} `ERR_GC_TRACKER_TOO_MANY_LABELS`: the label is the 1,048,576th.
 *
 * @example
 * let session = { user: 'ada' };
 * trackGC(session, () => console.log('the session has been collected'), { label: 'session' });
 * session = undefined;
 */
export function trackGC(
  target: Target,
  callback?: ((tracked: Tracked) => void) | undefined,
  options?: TrackOptions | undefined,
): Tracked;

/**
 * Stops all trackings of this copy of the module. No callback runs any more, and all counters and labels are
 * reset.
 */
export function stopTrackGC(): void;

/** Counters of targets. */
export interface Counts {
  /** Targets that are tracked and were not found collected. */
  live: number;
  /** Targets that were found collected. */
  collected: number;
  /** Targets that were untracked by `untrack` before they were found collected. */
  untracked: number;
}

/** What {@link trackingStats} returns. */
export interface TrackingStats extends Counts {
  /** Collected targets whose callbacks have not run yet. */
  pending: number;
  /**
   * The counters for each label; an object without prototype. Targets without a label count only in the
   * totals.
   */
  labels: { [label: string]: Counts };
}

/**
 * Returns the counters of this copy of the module, since its first `trackGC` or the last `stopTrackGC`.
 *
 * The counters follow a GC within a few turns of the event loop. The call reads what is known and polls no
 * target, so it is cheap at any number of targets.
 */
export function trackingStats(): TrackingStats;

/** Options of {@link forceGC}. */
export interface ForceGCOptions {
  /** The number of GCs, 1 to 1,000. Default: `1`. */
  cycles?: number | undefined;
  /** Whether to collect only the young generation. It has no effect on Bun. Default: `false`. */
  minor?: boolean | undefined;
}

/**
 * Forces a garbage collection, in a macrotask of its own. It needs no command line flag. When it resolves,
 * all collected targets have been counted, and their callbacks have run.
 *
 * It stops the thread, and the pause grows with the heap: use it in tests.
 *
 * @throws {TypeError} `ERR_GC_TRACKER_INVALID_OPTIONS` (as a rejection).
 * @throws {Error} `ERR_GC_TRACKER_NO_GC` (as a rejection): the runtime has no way to force a GC.
 */
export function forceGC(options?: ForceGCOptions | undefined): Promise<void>;

/** A known retainer: a reference that the program cannot remove. */
export interface KnownRetainer {
  /**
   * What it matches, tested on each step of a retaining path. A regular expression is tested on the step's
   * text as the report shows it (`exports.sessions  Map`, without the id). A function is called with the
   * step.
   */
  match: RegExp | ((step: Step) => boolean);
  /** Why the reference exists. The report shows this text. */
  reason: string;
  /** Whether the target counts as a leak all the same. Default: `false`. */
  leak?: boolean | undefined;
}

/** A step of a readable retaining path. */
export interface Step {
  /** How the previous step refers to this one: `exports.sessions`, `["user-1"]`. May be empty. */
  label: string;
  /** What this step is: `Map`, `function onTick`. May be empty. */
  what: string;
  /** The name of the rule that read this step. */
  kind: string;
  /** The node of the snapshot. */
  node: NearNode;
  /** Its place in the source code, or null. Lines and columns count from 1. */
  place: { file: string; line?: number; column?: number } | null;
  /** A remark, or null. */
  note: string | null;
  /**
   * `needed`: it stays for good (a module, a running server). `leaked`: it should be gone. Otherwise
   * `unknown`.
   */
  status: 'needed' | 'unknown' | 'leaked';
  /** Whether the reference to this step is a suspect: one of the references of which one must be removed. */
  suspect: boolean;
}

/** A target that is not collected, and what retains it. */
export interface Leak {
  /** The `id` of its {@link Tracked}. */
  trackingId: number;
  /** The label that `trackGC` was called with, if any. */
  label: string | undefined;
  /**
   * The class of the target. This field and all below, except `stack`, are null or empty with
   * `explain: false`, and if no explanation is possible (then `hint` says why).
   */
  className: string | null;
  /** The node id: the number after the `@` in DevTools. */
  id: number | null;
  /** The size of the target itself, in bytes. */
  shallowSize: number | null;
  /** How much memory would be freed together with the target, in bytes. */
  retainedSize: number | null;
  /** The retaining path, from the GC root to the target. */
  path: Step[];
  /** The call site of `trackGC`, one frame a line, or null. See {@link TrackOptions.stack}. */
  stack: string | null;
  /**
   * A sentence, or null. It says what retains the target if the test itself does (for example by a local
   * variable), or why this could not be found out.
   */
  hint: string | null;
  /** Six hexadecimal digits, the same for the same leak in every run. */
  fingerprint: string | null;
  /** The known retainer on the path, or null. */
  known: { reason: string; leak: boolean } | null;
}

/**
 * The error that an assertion rejects with. Its message is the report: less than 80 columns wide, without
 * colour.
 */
export class LeakError extends Error {
  private constructor();
  readonly name: 'LeakError';
  readonly code: 'ERR_GC_TRACKER_LEAK';
  /** The targets that were not collected, in the order in which they were passed. */
  readonly leaks: Leak[];
  /**
   * What has grown, by bytes, the largest first. Only {@link assertNoGrowth} fills it; otherwise it is empty.
   */
  readonly growth: (PathGrowth | MetricGrowth)[];
}

/** Options of {@link assertCollected} and {@link assertNoLeaks}. */
export interface AssertOptions {
  /** The maximum number of full GCs to force, 1 to 1,000. Default: `3`. */
  cycles?: number | undefined;
  /** After this many milliseconds no further GC is forced. Default: `5000`. */
  timeoutMs?: number | undefined;
  /**
   * Whether to take a heap snapshot on a failure, to report what retains the targets. The snapshot stops the
   * thread and needs a multiple of the heap's memory. With `false`, the assertion also fails for targets that
   * are alive only for the moment. Default: `true`.
   */
  explain?: boolean | undefined;
  /** Known retainers for this call, in addition to those of {@link addKnownRetainers}. */
  knownRetainers?: KnownRetainer[] | undefined;
}

/**
 * Resolves if all targets are collected.
 *
 * It forces a minor GC at once, which collects new targets. If a target is still alive, it forces two full
 * GCs at once, and then further ones, each in a macrotask of its own. It looks up the targets that are still
 * alive in one heap snapshot. If nothing retains them for longer than a moment, the assertion passes.
 *
 * If known retainers hold all leaks, the report becomes a process warning, `KnownLeakWarning` with the code
 * `ERR_GC_TRACKER_KNOWN_LEAK`, and the assertion passes.
 *
 * All errors are rejections.
 *
 * @throws {LeakError} `ERR_GC_TRACKER_LEAK`: a target is alive, and something retains it.
 * @throws {TypeError} `ERR_GC_TRACKER_INVALID_HANDLE`: the argument is neither a handle of `trackGC` nor an
 *   array of handles.
 * @throws {Error} `ERR_GC_TRACKER_UNTRACKED`: a target was untracked, so its state is unknown.
 * @throws {TypeError} `ERR_GC_TRACKER_INVALID_OPTIONS`.
 * @throws {Error} `ERR_GC_TRACKER_NO_GC`: the runtime has no way to force a GC.
 *
 * @example
 * let session = { user: 'ada' };
 * const tracked = trackGC(session, undefined, { label: 'session' });
 * session = undefined;
 * await assertCollected(tracked);
 */
export function assertCollected(
  tracked: Tracked | readonly Tracked[],
  options?: AssertOptions | undefined,
): Promise<void>;

/** Tracks a target, with a label if one is passed, and returns the target. */
export type Track = <T extends Target>(target: T, label?: string | undefined) => T;

/**
 * Runs a function, then asserts that all targets that the function passed to `track` are collected, as
 * {@link assertCollected} does. Resolves with the function's result. If the function throws, it rejects with
 * that error and asserts nothing.
 *
 * @throws {LeakError} `ERR_GC_TRACKER_LEAK`, and the other errors of {@link assertCollected}.
 * @throws {TypeError} `ERR_GC_TRACKER_INVALID_CALLBACK`: the argument is not a function.
 *
 * @example
 * const sessions = new Map();
 * await assertNoLeaks(async (track) => {
 *   sessions.set('ada', track({ user: 'ada' }, 'session'));
 *   sessions.delete('ada');
 * });
 */
export function assertNoLeaks<T>(
  body: (track: Track) => T | PromiseLike<T>,
  options?: AssertOptions | undefined,
): Promise<T>;

/**
 * Adds known retainers for all assertions of this copy of the module. A target that one of them holds is
 * reported, but the assertion does not fail.
 *
 * @throws {TypeError} `ERR_GC_TRACKER_INVALID_OPTIONS`.
 *
 * @example
 * addKnownRetainers([{ match: /lib\/pool\.js/, reason: 'the pool keeps one connection on purpose' }]);
 */
export function addKnownRetainers(retainers: KnownRetainer[]): void;

/** A kind of retaining path that has more objects after each round. */
export interface PathGrowth {
  readonly kind: 'path';
  /** The growing holder and the path to it: `require cache lib/store.js › exports.sessions (Map)`. */
  name: string;
  /**
   * The number of objects of this kind: first before the rounds that were compared, then after each of them.
   */
  counts: number[];
  /** How much memory would be freed together with all objects of this kind, in bytes, at the same moments. */
  retainedSizes: number[];
  /** The number of objects that each loop adds. */
  countPerLoop: number;
  /** The number of bytes that each loop adds. */
  bytesPerLoop: number;
  /**
   * What several kinds hold together, if that is more than each holds by itself: two listeners that share an object.
   * The number of these kinds, and the bytes that each loop adds to the object that dominates them all. Otherwise null.
   */
  together: { kinds: number; bytesPerLoop: number } | null;
  /** The class of the newest object. */
  className: string;
  /** The retaining path of the newest object, from the GC root to it. */
  path: Step[];
  /**
   * A sentence that says what retains the object if the test itself does (for example by a local variable);
   * otherwise null.
   */
  hint: string | null;
  /** Six hexadecimal digits, the same for the same growth in every run. */
  fingerprint: string;
  /** The known retainer on the path, or null. */
  known: { reason: string; leak: boolean } | null;
}

/** A metric that is higher after each round. */
export interface MetricGrowth {
  readonly kind: 'metric';
  /** The name of the metric: `external`, `arrayBuffers`, or one of {@link GrowthOptions.metrics}. */
  name: string;
  /** Its values: first before the rounds, then after each of them. */
  values: number[];
  /** How much each loop adds. */
  perLoop: number;
  readonly known: null;
}

/** Returns a finite number of bytes or of things. */
export type Metric = () => number | PromiseLike<number>;

/** Options of {@link assertNoGrowth}. */
export interface GrowthOptions {
  /**
   * How many times the scenario runs before the first measurement, 0 to 1,000,000. It should fill caches and
   * load modules. Default: the value of `loops`.
   */
  warmup?: number | undefined;
  /** In how many consecutive rounds something must grow to be reported, 2 to 100. Default: `3`. */
  rounds?: number | undefined;
  /**
   * How many times the scenario runs in each round, 1 to 1,000,000. Less than this many objects in a round
   * are not growth. A prime number is best, because nothing else happens that often by chance. Default: `7`.
   */
  loops?: number | undefined;
  /**
   * Further metrics that must not grow on every round, by name, in bytes or numbers of things. `external` and
   * `arrayBuffers` (of `process.memoryUsage()`) are always watched unless they are `false` here.
   */
  metrics?: { [name: string]: Metric | false } | undefined;
  /** Known retainers for this call, in addition to those of {@link addKnownRetainers}. */
  knownRetainers?: KnownRetainer[] | undefined;
}

/**
 * Repeats a scenario and asserts that memory does not grow with it. It fails if a kind of retaining path, or
 * a metric, grows on every round by at least the number of loops. A cache that fills up and then stays
 * constant passes.
 *
 * First it only measures, for up to twice `rounds` rounds. If the heap has grown, it takes a heap snapshot.
 * It takes another one after each of up to `rounds` further rounds, as long as something has grown on each of
 * them. Each snapshot stops the thread and needs a multiple of the heap's memory.
 *
 * These assertions run one after the other. Run nothing else meanwhile: what other code of the process leaves
 * behind counts as well.
 *
 * All errors are rejections, including what the scenario or a metric throws.
 *
 * @throws {LeakError} `ERR_GC_TRACKER_LEAK`: something has grown on every round; see
 *   {@link LeakError.growth}.
 * @throws {TypeError} `ERR_GC_TRACKER_INVALID_CALLBACK`: the scenario is not a function.
 * @throws {TypeError} `ERR_GC_TRACKER_INVALID_OPTIONS`.
 * @throws {TypeError} `ERR_GC_TRACKER_INVALID_METRIC`: a metric did not return a finite number.
 * @throws {Error} `ERR_GC_TRACKER_NO_GC`: the runtime has no way to force a GC.
 *
 * @example
 * const sessions = new Map();
 * await assertNoGrowth(async () => {
 *   sessions.set('ada', { user: 'ada' });
 *   sessions.delete('ada');
 * });
 */
export function assertNoGrowth(scenario: () => unknown, options?: GrowthOptions | undefined): Promise<void>;

/** A tracked target that {@link findLeaks} reports. */
export interface DisposalLeak {
  /** The `id` of its {@link Tracked}. */
  id: number;
  /** The label that `trackGC` was called with, if any. */
  label: string | undefined;
  /** The call site of `trackGC`, one frame a line, or null. See {@link TrackOptions.stack}. */
  stack: string | null;
}

/** A disposable target that was collected without having been disposed. */
export interface NotDisposed extends DisposalLeak {
  /** When it was found collected, in milliseconds since 1970. */
  collectedAt: number;
}

/** A disposed target that is still alive. */
export interface Uncollected extends DisposalLeak {
  /** When it was disposed, in milliseconds since 1970. */
  disposedAt: number;
  /** The number of full GCs since then. */
  fullGCs: number;
  /**
   * What retains it, with `explain: true`; null if nothing retains it for longer than a moment. At most 100
   * targets have it.
   */
  leak?: Leak | null;
}

/** A disposed target that was collected too late. */
export interface CollectedLate extends DisposalLeak {
  /** When it was disposed, in milliseconds since 1970. */
  disposedAt: number;
  /** When it was found collected, in milliseconds since 1970. */
  collectedAt: number;
  /** The number of full GCs in between, including the one that collected it. */
  fullGCs: number;
}

/** Options of {@link findLeaks}. */
export interface FindLeaksOptions {
  /** How many full GCs a disposed target must survive to be reported, 1 to 1,000. Default: `3`. */
  fullGCs?: number | undefined;
  /** How many milliseconds it must also survive. Default: `1000`. */
  delayMs?: number | undefined;
  /**
   * Whether to take one heap snapshot if a target is still alive, to report what retains it. It stops the
   * thread and needs a multiple of the heap's memory. It explains at most 100 targets, taken from each label
   * in turn; the others are reported without `leak`. Default: `false`.
   */
  explain?: boolean | undefined;
}

/** The leaks that {@link findLeaks} has found. */
export interface FoundLeaks {
  /** Each is reported once. At most 1,000 are kept between two calls. */
  notDisposed: NotDisposed[];
  /** Each is reported by every call while it is alive. */
  uncollected: Uncollected[];
  /** Each is reported once. At most 1,000 are kept between two calls. */
  collectedLate: CollectedLate[];
  /** How many were not kept since the last call. */
  dropped: { notDisposed: number; collectedLate: number };
}

/**
 * Reports targets that are `disposable` or were disposed ({@link Tracked.markDisposed}): those that were
 * collected without being disposed, those that are still alive long after it, and those that were collected
 * late. Targets that were untracked, by `untrack` or `stopTrackGC`, are not reported.
 *
 * It is safe in production: it forces no GC, and takes no snapshot without `explain`. It counts the full GCs
 * that V8 makes anyway, so a target may be reported only after hours. The count is often too low. It is too
 * high by at most one, if a GC was in progress. GCs made by `forceGC` count.
 *
 * The options of this call apply to targets that are alive. Targets that were collected were judged at that
 * time, by the options of the previous call.
 *
 * @throws {TypeError} `ERR_GC_TRACKER_INVALID_OPTIONS` (as a rejection).
 *
 * @example
 * const session = { user: 'ada' };
 * const tracked = trackGC(session, undefined, { label: 'session', disposable: true });
 * tracked.markDisposed();
 * await forceGC({ cycles: 3 });
 * const { uncollected } = await findLeaks({ delayMs: 0 });
 * console.log(uncollected[0].label, session.user);
 */
export function findLeaks(options?: FindLeaksOptions | undefined): Promise<FoundLeaks>;
