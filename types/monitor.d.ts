/// <reference lib="es2020" />
/// <reference lib="esnext.disposable" />

/**
 * Whether memory grows in a running service, how fast, and by which evidence: docs/monitor.md.
 *
 * @module
 */

/** What a series counts. */
export type Unit = 'bytes' | 'count';

/** A number that you want to be watched too. */
export interface OwnSeries {
  /** Called after full GCs. What it throws is a `warning`, and there is no point then. */
  read: () => number;
  /** `'count'` by default. */
  unit?: Unit | undefined;
}

/** Where heap snapshots are kept, and how many. */
export interface SnapshotOptions {
  /** Where to write them; made with the mode 0700 if it is not there. */
  directory: string;
  /** How many bytes the snapshots of this monitor may take in all; 2,000,000,000 by default. */
  maxBytes?: number | undefined;
  /** How long after one growth no snapshots of another one are taken, in ms; 6 hours by default. */
  minIntervalMs?: number | undefined;
  /** How long after the first snapshot of a growth the second one is taken, in ms; half an hour by default. */
  laterMs?: number | undefined;
}

/** Options of {@link monitorMemory}. */
export interface MonitorOptions {
  /** How many requests, jobs, messages ... were done so far: a number that never falls. Part of the evidence. */
  requests?: (() => number) | undefined;
  /** Own series by name, 32 at most: a function that returns a count, or `{ read, unit }`. */
  series?: { [name: string]: (() => number) | OwnSeries } | undefined;
  /** Of the interval of a slope: 0.5 to 0.999; 0.95 by default. */
  confidence?: number | undefined;
  /**
   * Keep a heap snapshot at the start of a growth, and one later. Without it none is ever taken: a snapshot stops
   * the thread and needs a multiple of the heap's memory.
   */
  snapshots?: SnapshotOptions | undefined;
}

/** What a verdict relies on. */
export interface Evidence {
  /** When the window that was judged begins, in ms since 1970; null as long as there is none. */
  from: number | null;
  /** When it ends. */
  to: number | null;
  /** Points of the lower envelope in it. */
  samples: number;
  /** Mean utilisation of the event loop, 0 to 1. */
  eventLoopUtilization: number | null;
  /** Requests done in between; null without the option `requests`. */
  requests: number | null;
}

/** Whether a series grows. */
export interface Verdict {
  /** The name of the series. */
  series: string;
  unit: Unit;
  verdict: 'growing' | 'stable' | 'shrinking' | 'undecided';
  /** How much it grows, in the series' unit an hour (Theil-Sen); null as long as there is no evidence. */
  slope: number | null;
  /** The slope's confidence interval. */
  interval: [low: number, high: number] | null;
  confidence: number;
  /** How probable so clear a trend would be if there were none (Mann-Kendall). */
  pValue: number | null;
  evidence: Evidence;
}

/** The history of a series, the older the coarser: of each stretch of time the least and the greatest value. */
export interface Series {
  /**
   * `heapUsed`, `external`, `arrayBuffers`, `rss`, `detachedContexts`, `live:LABEL` for each label of `trackGC`,
   * and your own.
   */
  name: string;
  unit: Unit;
  /** Times in ms since 1970, the oldest first. */
  points: [time: number, low: number, high: number][];
}

/** A number for each kind of GC. */
export interface ByKind {
  minor: number;
  major: number;
  incremental: number;
  weakcb: number;
}

/** All that a monitor knows, as plain JSON. */
export interface Recording {
  version: 1;
  /** The version of gc-tracker. */
  gcTracker: string;
  /** The version of Node.js. */
  node: string;
  pid: number;
  /** `process.argv` */
  command: string[];
  /** When the monitor was started, in ms since 1970. */
  from: number;
  /** Now. */
  to: number;
  series: Series[];
  verdicts: Verdict[];
  gcs: {
    count: ByKind;
    /** How long they stopped the thread in all, in ms. */
    pauseMs: ByKind;
    /** Full GCs, the oldest first; of a long time the longer ones. */
    marks: [time: number, pauseMs: number][];
  };
  /** `trackingStats().labels` */
  labels: { [label: string]: { live: number; collected: number; untracked: number } };
}

/** A heap snapshot was written. */
export interface SnapshotTaken {
  path: string;
  /** The series that grows. */
  series: string;
  moment: 'start' | 'later';
}

/** What a monitor emits. */
export interface MonitorEvents {
  /** The verdict on a series has changed. */
  verdict: [verdict: Verdict];
  /** A sample was taken: there was a full GC. */
  sample: [];
  snapshot: [snapshot: SnapshotTaken];
  /** Something failed (own series, snapshots); it has a `code`. If nobody listens, nothing happens. */
  warning: [error: Error & { code: string; cause?: unknown }];
}

/** An `EventEmitter` of Node.js. */
export interface MemoryMonitor extends Disposable {
  /** One for each series, also the undecided. */
  verdicts(): Verdict[];
  /** The history, for charts; bounded whatever the uptime. */
  series(): Series[];
  recording(): Recording;
  /** Ends the monitoring. What is known remains. */
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
 * Watches the memory of this thread: it looks after full GCs, which it never forces, and says of each series whether
 * it grows. Does not keep the process alive.
 *
 * @throws {TypeError} `ERR_GC_TRACKER_INVALID_OPTIONS`.
 *
 * @example
 * const monitor = monitorMemory({ series: { sessions: () => sessions.size } });
 * monitor.on('verdict', ({ series, verdict, slope }) => console.log(series, verdict, slope));
 */
export function monitorMemory(options?: MonitorOptions | undefined): MemoryMonitor;
