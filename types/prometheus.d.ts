/// <reference lib="es2020" />
/// <reference lib="esnext.disposable" />

/**
 * Metrics of gc-tracker for prom-client: docs/metrics.md.
 *
 * @module
 */

import type { MemoryMonitor } from './monitor.js';
import type { Recycler } from './sandbox.js';

/**
 * A registry of prom-client 14 or later, such as `client.register`: what is needed of it. It may be of any
 * copy of prom-client; none is loaded here.
 */
export interface Registry {
  registerMetric(metric: never): void;
  getSingleMetric(name: string): unknown;
  removeSingleMetric(name: string): void;
}

/** Options of {@link registerMetrics}. */
export interface PrometheusOptions {
  /** What {@link monitorMemory} has returned: its verdicts and slopes become metrics. None by default. */
  monitor?: Pick<MemoryMonitor, 'verdicts'> | undefined;
  /**
   * What {@link recycle} of `gc-tracker/sandbox` has returned, each by a name of yours: their calls, crashes, recycles,
   * instances and linear memory become metrics. None by default.
   */
  recyclers?: { [name: string]: Pick<Recycler, 'stats'> } | undefined;
  /** What all names begin with; `gc_tracker_` by default. */
  prefix?: string | undefined;
  /**
   * Whether to measure how long labelled targets live; true by default. Of those that are tracked from now
   * on. Costs a look at the clock and 4 bytes a target.
   */
  lifetimes?: boolean | undefined;
  /** Whether to count the pauses of garbage collections, of this thread, from now on; true by default. */
  gcPauses?: boolean | undefined;
  /**
   * Of how many labels there are series, at most; 100 by default. All others, in the order of their first
   * targets, are one with the label `(other)`.
   */
  maxLabels?: number | undefined;
}

/** Metrics that are registered. */
export interface RegisteredMetrics extends Disposable {
  /** Takes the metrics off the registry, and stops measuring for them. The second time it does nothing. */
  dispose(): void;
  /** The same as {@link RegisteredMetrics.dispose}, for `using`. */
  [Symbol.dispose](): void;
}

/**
 * Registers the metrics of gc-tracker on a registry of prom-client: live, collected and untracked objects by
 * label, those that are alive long after their disposal, lifetimes, GC pauses, what a monitor says, and what recyclers
 * of sandboxes count. They are of the thread that calls it, and are read when they are scraped: nothing runs in
 * between but an observer of garbage collections.
 *
 * docs/metrics.md has the names, and what to do in cluster mode and with worker threads.
 *
 * @throws {TypeError} `ERR_GC_TRACKER_INVALID_REGISTRY`: not a registry of prom-client.
 * @throws {TypeError} `ERR_GC_TRACKER_INVALID_OPTIONS`.
 * @throws {Error} `ERR_GC_TRACKER_ALREADY_REGISTERED`: the registry has a metric of one of the names. It is
 *   left as it was.
 *
 * @example
 * const client = require('prom-client');
 * const monitor = monitorMemory();
 * const metrics = registerMetrics(client.register, { monitor });
 * trackGC({ user: 'ada' }, undefined, { label: 'session' });
 * console.log(await client.register.metrics());
 * metrics.dispose();
 */
export function registerMetrics(
  registry: Registry,
  options?: PrometheusOptions | undefined,
): RegisteredMetrics;
