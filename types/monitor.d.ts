/// <reference lib="es2020" />
/// <reference lib="esnext.disposable" />

/**
 * Detects whether memory grows in a running service, how fast, and how strong the evidence is:
 * docs/monitor.md.
 *
 * @module
 */

/** The unit of a series. */
export type Unit = 'bytes' | 'count';

/** A series of your own. */
export interface OwnSeries {
  /**
   * Returns the value. It is called after full GCs. If it throws, the monitor emits a `warning` and skips the
   * point.
   */
  read: () => number;
  /** The unit of the value. Default: `'count'`. */
  unit?: Unit | undefined;
}

/** Options of the heap snapshots that a monitor takes on growth. */
export interface SnapshotOptions {
  /** The directory to write them to. It is created with the mode 0700 if it does not exist. */
  directory: string;
  /** The maximum size of all snapshots of gc-tracker in the directory, in bytes. Default: `2e9`. */
  maxBytes?: number | undefined;
  /**
   * The minimum time between the snapshots of one growth and those of the next, in ms. Default: `21600000` (6
   * hours).
   */
  minIntervalMs?: number | undefined;
  /**
   * The time between the first and the second snapshot of a growth, in ms. Default: `1800000` (30 minutes).
   */
  laterMs?: number | undefined;
}

/** Options of {@link monitorMemory}. */
export interface MonitorOptions {
  /**
   * Returns how many requests (or jobs, messages …) were done so far. The number must never fall. It is part
   * of the evidence.
   */
  requests?: (() => number) | undefined;
  /**
   * Series of your own, by name, at most 32. Each is a function that returns a count, or `{ read, unit }`.
   */
  series?: { [name: string]: (() => number) | OwnSeries } | undefined;
  /** The confidence level of the interval of a slope, 0.5 to 0.999. Default: `0.95`. */
  confidence?: number | undefined;
  /**
   * Takes a heap snapshot when a series starts to grow, and another one later. A snapshot stops the thread
   * and needs a multiple of the heap's memory. Default: no snapshots.
   */
  snapshots?: SnapshotOptions | undefined;
}

/** The evidence for a verdict. */
export interface Evidence {
  /** The start of the window that was judged, in ms since 1970. Null while there is no such window. */
  from: number | null;
  /** The end of the window, in ms since 1970. */
  to: number | null;
  /** The number of points of the lower envelope in the window. */
  samples: number;
  /** The mean utilisation of the event loop, 0 to 1. */
  eventLoopUtilization: number | null;
  /** The number of requests in the window. Null without the option `requests`. */
  requests: number | null;
}

/** The verdict on a series: whether it grows. */
export interface Verdict {
  /** The name of the series. */
  series: string;
  /** The unit of the series. */
  unit: Unit;
  /** `growing`, `stable` and `shrinking` need enough evidence; otherwise `undecided`. */
  verdict: 'growing' | 'stable' | 'shrinking' | 'undecided';
  /** The slope, in the unit of the series per hour (Theil-Sen). Null while there is no evidence. */
  slope: number | null;
  /** The confidence interval of the slope. Null while there is no evidence. */
  interval: [low: number, high: number] | null;
  /** The confidence level of the interval. */
  confidence: number;
  /** The probability of such a trend by chance alone (Mann-Kendall). Null while there is no evidence. */
  pValue: number | null;
  /** The evidence for the verdict. */
  evidence: Evidence;
}

/** The history of a series: the lowest and the highest value of each period. Older periods are longer. */
export interface Series {
  /**
   * The name: `heapUsed`, `external`, `arrayBuffers`, `rss`, `detachedContexts`, `live:LABEL` for each label
   * of `trackGC`, or the name of a series of your own.
   */
  name: string;
  unit: Unit;
  /** The points, the oldest first. Times are in ms since 1970. */
  points: [time: number, low: number, high: number][];
}

/** One number for each kind of GC. */
export interface ByKind {
  minor: number;
  major: number;
  incremental: number;
  weakcb: number;
}

/** All data of a monitor, as plain JSON. */
export interface Recording {
  version: 1;
  /** The version of gc-tracker. */
  gcTracker: string;
  /** The version of Node.js. */
  node: string;
  pid: number;
  /** `process.argv`. */
  command: string[];
  /** When the monitor was started, in ms since 1970. */
  from: number;
  /** When the recording was made, in ms since 1970. */
  to: number;
  series: Series[];
  verdicts: Verdict[];
  /** The GCs since the start of the monitor. */
  gcs: {
    count: ByKind;
    /** The sum of their pauses, in ms. */
    pauseMs: ByKind;
    /** The full GCs, the oldest first. Of many old ones, only those with longer pauses are kept. */
    fullGCs: [time: number, pauseMs: number][];
  };
  /** The value of `trackingStats().labels`. */
  labels: { [label: string]: { live: number; collected: number; untracked: number } };
  /** How many reads of the monitor have failed, those of your own series among them. */
  failedReads: number;
}

/** A heap snapshot that was written. */
export interface SnapshotTaken {
  /** The path of the file. */
  path: string;
  /** The name of the series that grows. */
  series: string;
  /** Whether it is the first snapshot of this growth or the second one. */
  moment: 'start' | 'later';
}

/** The events of a monitor. */
export interface MonitorEvents {
  /** The verdict on a series has changed. */
  verdict: [verdict: Verdict];
  /** A sample was taken, after a full GC. */
  sample: [];
  /** A heap snapshot was written. */
  snapshot: [snapshot: SnapshotTaken];
  /**
   * A series of your own, a snapshot or a read of the monitor failed: it reads the memory in use, and with
   * no free file descriptor it cannot. Of several failures in a row the first is reported. The error has a
   * `code`. Without a listener the error is ignored. The monitor goes on.
   */
  warning: [error: Error & { code: string; cause?: unknown }];
}

/** A running monitor. It is an `EventEmitter` of Node.js. */
export interface MemoryMonitor extends Disposable {
  /** Returns one verdict for each series, including undecided ones. */
  verdicts(): Verdict[];
  /** Returns the history of each series, for charts. Its size is bounded at any uptime. */
  series(): Series[];
  /** Returns all data of the monitor, for `gc-tracker report`. */
  recording(): Recording;
  /** Stops the monitoring. The data so far can still be read. */
  dispose(): void;
  /** The same as {@link MemoryMonitor.dispose}, for `using`. */
  [Symbol.dispose](): void;
  on<E extends keyof MonitorEvents>(event: E, listener: (...args: MonitorEvents[E]) => void): this;
  once<E extends keyof MonitorEvents>(event: E, listener: (...args: MonitorEvents[E]) => void): this;
  off<E extends keyof MonitorEvents>(event: E, listener: (...args: MonitorEvents[E]) => void): this;
  addListener<E extends keyof MonitorEvents>(event: E, listener: (...args: MonitorEvents[E]) => void): this;
  removeListener<E extends keyof MonitorEvents>(
    event: E,
    listener: (...args: MonitorEvents[E]) => void,
  ): this;
  listenerCount(event: keyof MonitorEvents): number;
}

/**
 * Monitors the memory of this thread and judges for each series whether it grows. It takes a sample after
 * full GCs, and never forces one. It does not keep the process alive.
 *
 * @throws {TypeError} `ERR_GC_TRACKER_INVALID_OPTIONS`.
 *
 * @example
 * const monitor = monitorMemory({ series: { sessions: () => sessions.size } });
 * monitor.on('verdict', ({ series, verdict, slope }) => console.log(series, verdict, slope));
 */
export function monitorMemory(options?: MonitorOptions | undefined): MemoryMonitor;
