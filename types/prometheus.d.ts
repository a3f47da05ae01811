/// <reference lib="es2020" />
/// <reference lib="esnext.disposable" />

/**
 * Exports the metrics of gc-tracker to prom-client: docs/metrics.md.
 *
 * @module
 */

import type { MemoryMonitor } from './monitor.js';
import type { Recycler } from './sandbox.js';

/**
 * The parts of a registry of prom-client 14 or later, such as `client.register`, that are used. The registry
 * may be of any copy of prom-client. This entry loads none.
 */
export interface Registry {
  registerMetric(metric: never): void;
  getSingleMetric(name: string): unknown;
  removeSingleMetric(name: string): void;
}

/** Options of {@link registerMetrics}. */
export interface PrometheusOptions {
  /** A monitor of {@link monitorMemory}. Its verdicts and slopes become metrics. Default: none. */
  monitor?: Pick<MemoryMonitor, 'verdicts'> | undefined;
  /**
   * Recyclers ({@link recycle} of `gc-tracker/sandbox`), by names of your own. Their calls, crashes,
   * recycles, instances and linear memory become metrics. Default: none.
   */
  recyclers?: { [name: string]: Pick<Recycler, 'stats'> } | undefined;
  /** The prefix of all metric names. Default: `'gc_tracker_'`. */
  prefix?: string | undefined;
  /**
   * Whether to measure how long labelled targets live, for targets that are tracked from now on. This costs
   * one reading of the clock and 4 bytes for each target. Default: `true`.
   */
  lifetimes?: boolean | undefined;
  /** Whether to count the GC pauses of this thread from now on. Default: `true`. */
  gcPauses?: boolean | undefined;
  /**
   * The maximum number of labels that have series of their own, in the order of their first targets. All
   * other labels are added up under the label `(other)`. Default: `100`.
   */
  maxLabels?: number | undefined;
}

/** The metrics that {@link registerMetrics} has registered. */
export interface RegisteredMetrics extends Disposable {
  /** Removes the metrics from the registry and stops measuring for them. A second call does nothing. */
  dispose(): void;
  /** The same as {@link RegisteredMetrics.dispose}, for `using`. */
  [Symbol.dispose](): void;
}

/**
 * Registers the metrics of gc-tracker on a registry of prom-client: live, collected, untracked and
 * uncollected objects by label, lifetimes, GC pauses, the verdicts of a monitor, and the counters of
 * recyclers. The metrics are those of the calling thread. They are read when they are scraped; between
 * scrapes, only an observer of GCs runs.
 *
 * docs/metrics.md lists the names, and says what to do in cluster mode and with worker threads.
 *
 * @throws {TypeError} `ERR_GC_TRACKER_INVALID_REGISTRY`: the argument is not a registry of prom-client.
 * @throws {TypeError} `ERR_GC_TRACKER_INVALID_OPTIONS`.
 * @throws {Error} `ERR_GC_TRACKER_ALREADY_REGISTERED`: the registry already has a metric with one of the
 *   names. The registry stays unchanged.
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
