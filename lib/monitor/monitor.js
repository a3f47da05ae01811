'use strict';

// monitorMemory: after each full GC that V8 makes anyway, what memory is in use is sampled, remembered and judged.
// It forces no GC, starts no timer and does not keep the process alive.

const { EventEmitter } = require('node:events');
const process = require('node:process');
const { version } = require('../../package.json');
const { codedError, quote } = require('../util/errors.js');
const { onGC } = require('../gc/index.js');
const { Labels } = require('./labels.js');
const { Marks } = require('./marks.js');
const { checkedOptions } = require('./options.js');
const { now } = require('../util/clock.js');
const { makeDisposable } = require('../util/disposable.js');
const readings = require('./readings.js');
const { Snapshots } = require('./snapshots.js');
const { callUncaught } = require('../util/call-uncaught.js');
const { Verdicts } = require('./verdicts.js');

/** No two samples are nearer to each other: full GCs can follow each other closely. */
const LEAST_INTERVAL_MS = 100;

function monitorMemory(options) {
  return new MemoryMonitor(checkedOptions(options));
}

class MemoryMonitor extends EventEmitter {
  #options;
  #source;
  #verdicts;
  #snapshots;
  #labels = new Labels();
  #stop;
  #from;
  #last;
  #sampledAt = -Infinity;
  #failing = new Set();
  #counts = { minor: 0, major: 0, incremental: 0, weakcb: 0 };
  #pausedMs = 0;
  #pauses = { minor: 0, major: 0, incremental: 0, weakcb: 0 };
  #marks = new Marks();

  /** `source` is what is known of the process, in tests of a simulated one. */
  constructor(options, source = { ...readings, now, onGC }) {
    super();
    this.#options = options;
    this.#source = source;
    this.#verdicts = new Verdicts(options);
    if (options.snapshots !== undefined) {
      this.#snapshots = new Snapshots(options.snapshots, (event, value) => this.#tell(event, value));
    }
    this.#from = source.now();
    this.#last = { ...source.readLoad(), requests: null };
    this.#stop = source.onGC((gc) => this.#noticeGC(gc));
  }

  verdicts() {
    return this.#verdicts.all();
  }

  series() {
    return this.#verdicts.history();
  }

  recording() {
    return {
      version: 1,
      gcTracker: version,
      node: process.version,
      pid: process.pid,
      command: [...process.argv],
      from: this.#from,
      to: this.#source.now(),
      series: this.series(),
      verdicts: this.verdicts(),
      gcs: { count: { ...this.#counts }, pauseMs: { ...this.#pauses }, marks: this.#marks.all() },
      labels: this.#source.readLabels(),
    };
  }

  dispose() {
    this.#stop();
    this.#snapshots?.stop();
  }

  #noticeGC({ kind, duration }) {
    this.#counts[kind]++;
    this.#pauses[kind] += duration;
    this.#pausedMs += duration;
    if (kind !== 'major') return;
    const time = this.#source.now();
    this.#marks.add(time, duration);
    if (time - this.#sampledAt < LEAST_INTERVAL_MS) return;
    this.#sampledAt = time;
    this.#sample(time);
  }

  #sample(time) {
    const load = { ...this.#source.readLoad(), requests: this.#requests() };
    const since = (name) => Math.max(0, (load[name] ?? 0) - (this.#last[name] ?? load[name] ?? 0));
    const changed = this.#verdicts.add({
      time,
      active: since('active'),
      idle: since('idle'),
      paused: this.#pausedMs,
      requests: since('requests'),
      values: this.#values(),
    });
    this.#last = load;
    this.#pausedMs = 0;
    this.#tell('sample');
    for (const verdict of changed) this.#tell('verdict', verdict);
    this.#snapshots?.notice(time, changed, this.verdicts());
  }

  #values() {
    const values = this.#source.readMemory();
    const { values: labels, dropped } = this.#labels.choose(this.#source.readLabels());
    for (const label of dropped) this.#verdicts.remove(`live:${label}`);
    for (const [label, live] of labels) values.push([`live:${label}`, 'count', live]);
    for (const { name, unit, read } of this.#options.series) {
      const value = this.#ask(name, read);
      if (value !== null) values.push([name, unit, value]);
    }
    return values;
  }

  #requests() {
    const { requests } = this.#options;
    return requests === undefined ? null : this.#ask('requests', requests);
  }

  /** A number of the user's, or null if there is none: then a warning, the first time. */
  #ask(name, read) {
    try {
      const value = read();
      if (!Number.isFinite(value))
        throw new TypeError(`it returned ${quote(value)}, which is no finite number`);
      this.#failing.delete(name);
      return value;
    } catch (cause) {
      if (!this.#failing.has(name)) {
        this.#failing.add(name);
        const error = codedError(
          'ERR_GC_TRACKER_SERIES',
          `the function of ${quote(name)} failed: ${cause?.message}`,
        );
        this.#tell('warning', Object.assign(error, { cause }));
      }
      return null;
    }
  }

  #tell(event, ...args) {
    callUncaught(() => this.emit(event, ...args));
  }
}

makeDisposable(MemoryMonitor);

module.exports = { MemoryMonitor, monitorMemory };
