/// <reference lib="es2020" />
/// <reference lib="esnext.disposable" />

/**
 * Exports the metrics of gc-tracker to OpenTelemetry: docs/metrics.md.
 *
 * @module
 */

import type { MemoryMonitor } from './monitor.js';
import type { Recycler } from './sandbox.js';

/** The parts of a Meter of @opentelemetry/api 1.3 or later that are used. */
export interface Meter {
  createHistogram(name: string, options?: never): unknown;
  createObservableCounter(name: string, options?: never): unknown;
  createObservableGauge(name: string, options?: never): unknown;
  createObservableUpDownCounter(name: string, options?: never): unknown;
  addBatchObservableCallback(callback: never, observables: never): void;
  removeBatchObservableCallback(callback: never, observables: never): void;
}

/** Options of {@link registerMetrics}. */
export interface OpenTelemetryOptions {
  /** A monitor of {@link monitorMemory}. Its verdicts and slopes become metrics. Default: none. */
  monitor?: Pick<MemoryMonitor, 'verdicts'> | undefined;
  /**
   * Recyclers ({@link recycle} of `gc-tracker/sandbox`), by names of your own. Their calls, crashes,
   * recycles, instances and linear memory become metrics. Default: none.
   */
  recyclers?: { [name: string]: Pick<Recycler, 'stats'> } | undefined;
  /**
   * Whether to measure how long labelled targets live, for targets that are tracked from now on. This costs
   * one reading of the clock and 4 bytes for each target. Each export also costs one record of the SDK for
   * each target collected since the last one. Default: `true`.
   */
  lifetimes?: boolean | undefined;
  /**
   * Whether to record the GC pauses of this thread as `v8js.gc.duration`.
   * `@opentelemetry/instrumentation-runtime-node` records the same metric. Default: `false`.
   */
  gcPauses?: boolean | undefined;
  /**
   * The maximum number of labels that have points of their own, in the order of their first targets. All
   * other labels are added up under the label `(other)`. Default: `100`.
   */
  maxLabels?: number | undefined;
}

/** The metrics that {@link registerMetrics} has registered. */
export interface RegisteredMetrics extends Disposable {
  /**
   * Stops observing and measuring. A second call does nothing. The meter keeps its instruments, and an SDK
   * that exports sums since the start continues to export the last ones.
   */
  dispose(): void;
  /** The same as {@link RegisteredMetrics.dispose}, for `using`. */
  [Symbol.dispose](): void;
}

/**
 * Makes instruments for the metrics of gc-tracker on a Meter of OpenTelemetry: live, collected, untracked and
 * uncollected objects by label, lifetimes, GC pauses, the verdicts of a monitor, and the counters of
 * recyclers. The metrics are those of the calling thread. They are read when an export collects them.
 *
 * docs/metrics.md lists the names.
 *
 * @throws {TypeError} `ERR_GC_TRACKER_INVALID_METER`: the argument is not a Meter.
 * @throws {TypeError} `ERR_GC_TRACKER_INVALID_OPTIONS`.
 * @throws {Error} `ERR_GC_TRACKER_ALREADY_REGISTERED`: the meter already has the metrics.
 *
 * @example
 * const { metrics } = require('@opentelemetry/api');
 * const monitor = monitorMemory();
 * const handle = registerMetrics(metrics.getMeter('shop'), { monitor });
 * trackGC({ user: 'ada' }, undefined, { label: 'session' });
 * handle.dispose();
 */
export function registerMetrics(meter: Meter, options?: OpenTelemetryOptions | undefined): RegisteredMetrics;
