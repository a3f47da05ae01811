/// <reference lib="es2020" />
/// <reference lib="esnext.disposable" />

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

  /** The same as {@link Tracked.untrack}, for `using`. */
  [Symbol.dispose](): boolean;
}

/** What can be tracked. Of symbols, those made with `Symbol()`: not registered, not well-known. */
export type Target = object | symbol;

export interface TrackOptions {
  /**
   * Names the kind of target, for the counters of {@link trackingStats}. Labels are meant to be few:
   * each costs about 200 bytes until `stopTrackGC`, and there can be 1,048,575.
   */
  label?: string | undefined;
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

export interface Counts {
  /** Targets that are tracked and were not found collected. */
  live: number;
  /** Targets that were found collected. */
  collected: number;
  /** Trackings that were given up by `untrack` before their targets were found collected. */
  untracked: number;
}

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
