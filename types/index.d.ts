/// <reference lib="es2020" />
/// <reference lib="esnext.disposable" />

/**
 * Tells when V8 has collected an object, asserts in tests that it has, and says what holds it if not. All of it is tied
 * together by the handle that {@link trackGC} returns.
 *
 * @module
 */

import type { NearNode } from './heap.js';

/**
 * One tracking of a target, made by {@link trackGC}. It does not keep its target alive.
 */
export interface Tracked extends Disposable {
  /** A number that no other tracking of this copy of the module has: 1, 2, 3 and so on. */
  readonly id: number;

  /** The label given to {@link trackGC}, if any. */
  readonly label: string | undefined;

  /**
   * Whether the target has been collected, as of now: right in the same tick as the GC. Once true,
   * always true. `false` means that it was not collected so far; just after a GC it may be pinned for
   * a moment by a register of a running function or by a `WeakRef` used in the same job.
   *
   * For a tracking that was given up (`untrack`, `stopTrackGC`) it stays as it was when last known.
   */
  readonly collected: boolean;

  /**
   * Gives the tracking up: its callback will not run. Returns whether it was still tracked, that is
   * whether its end had not been reported yet.
   */
  untrack(): boolean;

  /**
   * Says that the program is done with the target: from now on it ought to be collected, and
   * {@link findLeaks} tells if it is not. Needs no option; forces no GC.
   *
   * Returns whether that is new. `false` if it was said before (the clock goes on from the first time), if
   * the target has been collected, and if the tracking was given up.
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

/** What can be tracked. Of symbols, those made with `Symbol()`: not registered, not well-known. */
export type Target = object | symbol;

/** Options of {@link trackGC}. */
export interface TrackOptions {
  /**
   * Names the kind of target, for the counters of {@link trackingStats}. Labels are meant to be few:
   * each costs about 200 bytes until `stopTrackGC`, and there can be 1,048,575.
   */
  label?: string | undefined;
  /**
   * Whether to remember where `trackGC` was called: four frames, for reports of leaks; about 10 microseconds
   * and some hundred bytes. By default in tests only: if `NODE_ENV` is `test`, under `node --test` and the
   * adapters.
   */
  stack?: boolean | undefined;
  /**
   * Whether the target must be disposed of ({@link Tracked.markDisposed}) before it is collected; if not,
   * {@link findLeaks} tells. False by default. Costs about 100 bytes and 200 nanoseconds a target.
   */
  disposable?: boolean | undefined;
}

/**
 * Runs `callback` once the garbage collector has collected `target`.
 *
 * Each call is a tracking of its own, however often a target is tracked. The callback runs in a
 * macrotask after the GC (a minor one is enough), before a natural exit of the program, and not at
 * all if the target is alive then. Up to 2,048 callbacks run in one macrotask, for 5 ms. One that
 * throws becomes an `uncaughtException`, and the others still run.
 *
 * A callback that declares a parameter gets the very handle that was returned. One that declares none
 * (`callback.length === 0`) gets an equal handle, not the same one, in `arguments`: so the returned one
 * need not be kept, which spares memory and time in every full GC.
 *
 * @throws {TypeError} `ERR_GC_TRACKER_INVALID_TARGET`: a primitive, `Symbol.for()`, a well-known symbol.
 * @throws {TypeError} `ERR_GC_TRACKER_INVALID_CALLBACK`: neither a function nor `undefined`.
 * @throws {TypeError} `ERR_GC_TRACKER_INVALID_OPTIONS`, `ERR_GC_TRACKER_INVALID_LABEL`.
 * @throws {TypeError} `ERR_GC_TRACKER_TOO_MANY_LABELS`: the 1,048,576th label.
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
 * Gives up everything that this copy of the module tracks: no callback runs any more, and the
 * counters and labels start anew.
 */
export function stopTrackGC(): void;

/** Counters of targets. */
export interface Counts {
  /** Targets that are tracked and were not found collected. */
  live: number;
  /** Targets that were found collected. */
  collected: number;
  /** Trackings that were given up by `untrack` before their targets were found collected. */
  untracked: number;
}

/** What {@link trackingStats} tells. */
export interface TrackingStats extends Counts {
  /** Collected targets whose callbacks are still to run. */
  pending: number;
  /** The counters by label; an object without prototype. Targets without a label are only in the totals. */
  labels: { [label: string]: Counts };
}

/**
 * The counters of this copy of the module, since its first `trackGC` or the last `stopTrackGC`.
 *
 * They follow a GC within some turns of the event loop: it reads what is known and asks no target, so
 * that it is cheap at any number of targets.
 */
export function trackingStats(): TrackingStats;

/** Options of {@link forceGC}. */
export interface ForceGCOptions {
  /** How many GCs, 1 to 1,000; one by default. */
  cycles?: number | undefined;
  /** Whether to collect the young generation only; false by default. Without effect on Bun. */
  minor?: boolean | undefined;
}

/**
 * Forces a garbage collection, in a macrotask of its own; no command line flag is needed. When it
 * resolves, what was collected has been counted and its callbacks have run.
 *
 * It stops the world, for a time that grows with the heap: it is meant for tests.
 *
 * @throws {TypeError} `ERR_GC_TRACKER_INVALID_OPTIONS` (as a rejection).
 * @throws {Error} `ERR_GC_TRACKER_NO_GC` (as a rejection): the runtime offers no way.
 */
export function forceGC(options?: ForceGCOptions | undefined): Promise<void>;

/** A known retainer: a reference that the program can do nothing about. */
export interface KnownRetainer {
  /**
   * Tried on each step of a retaining path: on its text as the report shows it (`exports.sessions  Map`,
   * without the id), or by a function on the step.
   */
  match: RegExp | ((step: Step) => boolean);
  /** Why it is there, in words; it is part of the report. */
  reason: string;
  /** Whether the target is to count as a leak nevertheless; false by default. */
  leak?: boolean | undefined;
}

/** A step of a readable retaining path. */
export interface Step {
  /** How the step before refers to it: `exports.sessions`, `["user-1"]`; may be empty. */
  label: string;
  /** What it is: `Map`, `function onTick`; may be empty. */
  what: string;
  /** The rule that read it. */
  kind: string;
  /** The node of the snapshot. */
  node: NearNode;
  /** Where it is written, or null; line and column count from 1. */
  place: { file: string; line?: number; column?: number } | null;
  /** A remark, or null. */
  note: string | null;
  /** Whether it is sure to be needed (a module, a running server), sure to be leaked, or neither. */
  status: 'needed' | 'unknown' | 'leaked';
  /** Whether the reference to it is one of those of which one is to be cut. */
  suspect: boolean;
}

/** A target that is not collected, and why. */
export interface Leak {
  /** The `id` of its {@link Tracked}. */
  trackingId: number;
  /** The label given to `trackGC`, if any. */
  label: string | undefined;
  /**
   * The class of the target. With `explain: false`, or if there can be no explanation (`hint` says why), this
   * and what follows but `stack` is null or empty.
   */
  className: string | null;
  /** The node id: the number after the `@` in DevTools. */
  id: number | null;
  /** The size of the target itself, in bytes. */
  shallowSize: number | null;
  /** What would be freed with it, in bytes. */
  retainedSize: number | null;
  /** What holds it: from the GC root to the target. */
  path: Step[];
  /** Where it was tracked, a frame a line, or null; see {@link TrackOptions.stack}. */
  stack: string | null;
  /**
   * In words, what holds it, if that is a matter of how the test is written (say a local variable), or why
   * that could not be found out; or null.
   */
  hint: string | null;
  /** Six hexadecimal digits: the same for the same leak in another run. */
  fingerprint: string | null;
  /** The known retainer that the path leads through, or null. */
  known: { reason: string; leak: boolean } | null;
}

/** What an assertion rejects with. The message is the report: less than 80 columns wide, without colour. */
export class LeakError extends Error {
  private constructor();
  readonly name: 'LeakError';
  readonly code: 'ERR_GC_TRACKER_LEAK';
  /** The targets that were not collected, in the order in which they were given. */
  readonly leaks: Leak[];
  /** Of {@link assertNoGrowth}: what has grown, that by the most bytes first; else empty. */
  readonly growth: (PathGrowth | MetricGrowth)[];
}

/** Options of {@link assertCollected} and {@link assertNoLeaks}. */
export interface AssertOptions {
  /** How many full GCs may be forced at most: 1 to 1,000; 3 by default. */
  cycles?: number | undefined;
  /** No further GC is forced after this many milliseconds; 5,000 by default. */
  timeoutMs?: number | undefined;
  /**
   * Whether to take a heap snapshot on a failure, to say what holds the targets; true by default. The
   * snapshot stops the thread and needs a multiple of the heap's memory. Without it, what is alive only for
   * the moment fails too.
   */
  explain?: boolean | undefined;
  /** Beside those of {@link addKnownRetainers}. */
  knownRetainers?: KnownRetainer[] | undefined;
}

/**
 * Resolves if all targets are collected. It forces at once a minor GC, which collects what is new, if a target is alive
 * after it two full ones, and only then further ones in macrotasks of their own. What then is alive is looked up in one heap snapshot: if
 * nothing holds it but time, the assertion passes.
 *
 * If all leaks are by known retainers, the report is a process warning, `KnownLeakWarning` with the code
 * `ERR_GC_TRACKER_KNOWN_LEAK`, and the assertion passes.
 *
 * All errors are rejections.
 *
 * @throws {LeakError} `ERR_GC_TRACKER_LEAK`: a target is alive, and something holds it.
 * @throws {TypeError} `ERR_GC_TRACKER_INVALID_HANDLE`: not what `trackGC` has returned, nor an array of it.
 * @throws {Error} `ERR_GC_TRACKER_UNTRACKED`: a tracking was given up, so that nobody knows.
 * @throws {TypeError} `ERR_GC_TRACKER_INVALID_OPTIONS`.
 * @throws {Error} `ERR_GC_TRACKER_NO_GC`: the runtime offers no way to force a GC.
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

/** Tracks a target, under a label if one is given, and returns it. */
export type Track = <T extends Target>(target: T, label?: string | undefined) => T;

/**
 * Runs a function, and then asserts as {@link assertCollected} does that all targets which it has passed to
 * `track` are collected. Resolves with what the function returns; if it throws, it rejects with that, and
 * asserts nothing.
 *
 * @throws {LeakError} `ERR_GC_TRACKER_LEAK`, and the other errors of {@link assertCollected}.
 * @throws {TypeError} `ERR_GC_TRACKER_INVALID_CALLBACK`: not a function.
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
 * Adds known retainers for all assertions of this copy of the module: what is held through one of them is
 * reported, and does not fail.
 *
 * @throws {TypeError} `ERR_GC_TRACKER_INVALID_OPTIONS`.
 *
 * @example
 * addKnownRetainers([{ match: /lib\/pool\.js/, reason: 'the pool keeps one connection on purpose' }]);
 */
export function addKnownRetainers(retainers: KnownRetainer[]): void;

/** A kind of retaining path of which there are more after each round. */
export interface PathGrowth {
  readonly kind: 'path';
  /** What holds more and more, with the way to it: `require cache lib/store.js › exports.sessions (Map)`. */
  name: string;
  /** How many objects of the kind there were before the rounds that were looked at, and after each of them. */
  counts: number[];
  /** The same, in bytes: what would be freed with all that is held there. */
  retainedSizes: number[];
  /** Objects more with each loop. */
  countPerLoop: number;
  /** Bytes more with each loop. */
  bytesPerLoop: number;
  /** The class of the newest object. */
  className: string;
  /** What holds the newest object: from the GC root to it. */
  path: Step[];
  /** In words, what holds it, if that is a matter of how the test is written, say a local variable; or null. */
  hint: string | null;
  /** Six hexadecimal digits: the same for the same growth in another run. */
  fingerprint: string;
  /** The known retainer that the path leads through, or null. */
  known: { reason: string; leak: boolean } | null;
}

/** A metric that is higher after each round. */
export interface MetricGrowth {
  readonly kind: 'metric';
  /** Its name: `external`, `arrayBuffers` or one of {@link GrowthOptions.metrics}. */
  name: string;
  /** Its values before the rounds, and after each of them. */
  values: number[];
  /** How much it grows with each loop. */
  perLoop: number;
  readonly known: null;
}

/** A number of bytes or of things, finite. */
export type Metric = () => number | PromiseLike<number>;

/** Options of {@link assertNoGrowth}. */
export interface GrowthOptions {
  /**
   * How often the scenario runs before anything is measured, 0 to 1,000,000: until caches are filled and modules are
   * loaded; by default `loops`.
   */
  warmup?: number | undefined;
  /** How many rounds in a row something has to grow, 2 to 100; 3 by default. */
  rounds?: number | undefined;
  /**
   * How often the scenario runs in a round, 1 to 1,000,000; 7 by default. What grows by less objects a round is
   * no growth. Best a prime: so it is nothing else that happens as often.
   */
  loops?: number | undefined;
  /**
   * What else must not grow on every round, by name, in bytes or numbers of things. `external` and `arrayBuffers`
   * (`process.memoryUsage()`) are watched unless they are `false`.
   */
  metrics?: { [name: string]: Metric | false } | undefined;
  /** Beside those of {@link addKnownRetainers}. */
  knownRetainers?: KnownRetainer[] | undefined;
}

/**
 * Repeats a scenario, and asserts that it does not leave more behind each time: no kind of retaining path, and no metric,
 * may grow on every round by at least the number of loops. A cache that fills up and then stays as it is passes.
 *
 * First it only measures, which takes up to twice `rounds` rounds. If the heap has grown, it takes a heap snapshot, and
 * another one after each of up to `rounds` further rounds, as long as something has grown on each of them. A snapshot
 * stops the thread and needs a multiple of the heap's memory.
 *
 * Such assertions run one after the other, and nothing else should: what other code of the process leaves behind
 * meanwhile counts as well.
 *
 * All errors are rejections; what the scenario or a metric throws is one too.
 *
 * @throws {LeakError} `ERR_GC_TRACKER_LEAK`: something has grown on every round; see {@link LeakError.growth}.
 * @throws {TypeError} `ERR_GC_TRACKER_INVALID_CALLBACK`: not a function.
 * @throws {TypeError} `ERR_GC_TRACKER_INVALID_OPTIONS`.
 * @throws {TypeError} `ERR_GC_TRACKER_INVALID_METRIC`: a metric returned no finite number.
 * @throws {Error} `ERR_GC_TRACKER_NO_GC`: the runtime offers no way to force a GC.
 *
 * @example
 * const sessions = new Map();
 * await assertNoGrowth(async () => {
 *   sessions.set('ada', { user: 'ada' });
 *   sessions.delete('ada');
 * });
 */
export function assertNoGrowth(scenario: () => unknown, options?: GrowthOptions | undefined): Promise<void>;

/** A tracking of which {@link findLeaks} tells. */
export interface DisposalLeak {
  /** The `id` of its {@link Tracked}. */
  id: number;
  /** The label given to `trackGC`, if any. */
  label: string | undefined;
  /** Where it was tracked, a frame a line, or null; see {@link TrackOptions.stack}. */
  stack: string | null;
}

/** A disposable target that was collected and never disposed. */
export interface NotDisposed extends DisposalLeak {
  /** When that was noticed, in milliseconds since 1970. */
  collectedAt: number;
}

/** A disposed target that is still alive. */
export interface Uncollected extends DisposalLeak {
  /** In milliseconds since 1970. */
  disposedAt: number;
  /** Full GCs since then. */
  fullGCs: number;
  /** With `explain: true`: what holds it, or null if nothing but time does. Of 100 at most; the others have none. */
  leak?: Leak | null;
}

/** A disposed target that was alive for too long. */
export interface CollectedLate extends DisposalLeak {
  /** In milliseconds since 1970. */
  disposedAt: number;
  /** When it was found collected, in milliseconds since 1970. */
  collectedAt: number;
  /** Full GCs in between, with the one that has collected it. */
  fullGCs: number;
}

/** Options of {@link findLeaks}. */
export interface FindLeaksOptions {
  /** How many full GCs a target has to survive after its disposal, 1 to 1,000; 3 by default. */
  fullGCs?: number | undefined;
  /** And for how many milliseconds; 1,000 by default. */
  delayMs?: number | undefined;
  /**
   * Whether to take one heap snapshot, if a target is still alive, to say what holds it; false by default. It
   * stops the thread and needs a multiple of the heap's memory. 100 targets are looked at, of each label in turn;
   * the others are told without `leak`.
   */
  explain?: boolean | undefined;
}

/** The leaks that {@link findLeaks} has found. */
export interface FoundLeaks {
  /** Each is told once. Between two calls, 1,000 are kept. */
  notDisposed: NotDisposed[];
  /** Told as long as they are alive. */
  uncollected: Uncollected[];
  /** Each is told once. Between two calls, 1,000 are kept. */
  collectedLate: CollectedLate[];
  /** How many were not kept since the last call. */
  dropped: { notDisposed: number; collectedLate: number };
}

/**
 * Tells what went wrong with targets that are `disposable` or were disposed of ({@link
 * Tracked.markDisposed}): which were collected before, which are alive long after it, which were collected
 * late. `untrack` and `stopTrackGC` end that.
 *
 * For production: it forces no GC, and takes no snapshot unless it is to explain. The full GCs are those that
 * V8 has made anyway, so it may take hours until one is told of; they are never counted too high but by one
 * that was under way, and often too low. `forceGC` counts.
 *
 * What is alive is judged by the options of this call; what is collected, at that time, by those of the call
 * before.
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
