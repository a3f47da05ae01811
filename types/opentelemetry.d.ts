/// <reference lib="es2020" />
/// <reference lib="esnext.disposable" />

/**
 * Metrics of gc-tracker for OpenTelemetry: docs/metrics.md.
 *
 * @module
 */

import type { MemoryMonitor } from './monitor.js';
import type { Recycler } from './sandbox.js';

/** A Meter of @opentelemetry/api 1.3 or later: what is needed of it. */
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
  /** What {@link monitorMemory} has returned: its verdicts and slopes become metrics. None by default. */
  monitor?: Pick<MemoryMonitor, 'verdicts'> | undefined;
  /**
   * What {@link recycle} of `gc-tracker/sandbox` has returned, each by a name of yours: their calls, crashes, recycles,
   * instances and linear memory become metrics. None by default.
   */
  recyclers?: { [name: string]: Pick<Recycler, 'stats'> } | undefined;
  /**
   * Whether to measure how long labelled targets live; true by default. Of those that are tracked from now
   * on. Costs a look at the clock and 4 bytes a target, and a record of the SDK a collected one, at the time
   * of an export.
   */
  lifetimes?: boolean | undefined;
  /**
   * Whether to record the pauses of garbage collections, of this thread, as `v8js.gc.duration`; false by
   * default, since `@opentelemetry/instrumentation-runtime-node` does that.
   */
  gcPauses?: boolean | undefined;
  /**
   * Of how many labels there are points, at most; 100 by default. All others, in the order of their first
   * targets, are one with the label `(other)`.
   */
  maxLabels?: number | undefined;
}

/** Metrics that are registered. */
export interface RegisteredMetrics extends Disposable {
  /**
   * Stops observing, and measuring for it. The second time it does nothing. A meter keeps its instruments,
   * and an SDK that exports sums since the start goes on exporting the last ones.
   */
  dispose(): void;
  /** The same as {@link RegisteredMetrics.dispose}, for `using`. */
  [Symbol.dispose](): void;
}

/**
 * Makes instruments for the metrics of gc-tracker on a Meter of OpenTelemetry: live, collected and untracked
 * objects by label, those that are alive long after their disposal, lifetimes, GC pauses, what a monitor says,
 * and what recyclers of sandboxes count. They are of the thread that calls it, and are read when they are collected for an export.
 *
 * docs/metrics.md has the names.
 *
 * @throws {TypeError} `ERR_GC_TRACKER_INVALID_METER`: not a Meter.
 * @throws {TypeError} `ERR_GC_TRACKER_INVALID_OPTIONS`.
 * @throws {Error} `ERR_GC_TRACKER_ALREADY_REGISTERED`: the meter has the metrics.
 *
 * @example
 * const { metrics } = require('@opentelemetry/api');
 * const monitor = monitorMemory();
 * const handle = registerMetrics(metrics.getMeter('shop'), { monitor });
 * trackGC({ user: 'ada' }, undefined, { label: 'session' });
 * handle.dispose();
 */
export function registerMetrics(meter: Meter, options?: OpenTelemetryOptions | undefined): RegisteredMetrics;
