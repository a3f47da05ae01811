'use strict';

// monitorMemory: after each full GC that V8 makes anyway, it samples the memory in use, adds the sample to the history,
// and judges each series. It forces no GC, starts no timer, and does not keep the process alive. Whatever fails in it is a
// warning: it never throws into the service.

const { EventEmitter } = require('node:events');
const process = require('node:process');
const { version } = require('../../package.json');
const { codedError, quote } = require('../util/errors.js');
const { onGC } = require('../gc/index.js');
const { FullGCLog } = require('./full-gc-log.js');
const { LabelSelection } = require('./labels.js');
const { checkedOptions } = require('./options.js');
const { now } = require('../util/clock.js');
const { makeDisposable } = require('../util/disposable.js');
const readings = require('./readings.js');
const { Reads } = require('../util/reads.js');
const { Snapshots } = require('./snapshots.js');
const { callUncaught } = require('../util/call-uncaught.js');
const { printable } = require('../util/text.js');
const { Verdicts } = require('./verdicts.js');

/** The minimum time between two samples, because full GCs can follow each other closely. */
const MIN_INTERVAL_MS = 100;

function monitorMemory(options) {
  return new MemoryMonitor(checkedOptions(options));
}

class MemoryMonitor extends EventEmitter {
  #options;
  #source;
  #verdicts;
  #snapshots;
  #labels = new LabelSelection();
  #stop;
  #stopped = false;
  #startedAt;
  #lastLoad;
  #sampledAt = -Infinity;
  #reads = new Reads((name, cause) => this.#warn('READ', `${name} could not be read`, cause));
  #series = new Reads((name, cause) => this.#warn('SERIES', `the function of ${quote(name)} failed`, cause));
  #counts = { minor: 0, major: 0, incremental: 0, weakcb: 0 };
  #pausedMs = 0;
  #pauseMs = { minor: 0, major: 0, incremental: 0, weakcb: 0 };
  #fullGCs = new FullGCLog();

  /** `source` reads the process. Tests pass a simulated one. */
  constructor(options, source = { ...readings, now, onGC }) {
    super();
    this.#options = options;
    this.#source = source;
    this.#verdicts = new Verdicts(options);
    if (options.snapshots !== undefined) {
      this.#snapshots = new Snapshots(options.snapshots, (event, value) => this.#emit(event, value));
    }
    this.#startedAt = source.now();
    this.#lastLoad = { ...this.#readLoad(), requests: null };
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
      from: this.#startedAt,
      to: this.#source.now(),
      series: this.series(),
      verdicts: this.verdicts(),
      gcs: { count: { ...this.#counts }, pauseMs: { ...this.#pauseMs }, fullGCs: this.#fullGCs.entries() },
      labels: this.#readLabels() ?? {},
      failedReads: this.#reads.failed + this.#series.failed,
    };
  }

  dispose() {
    this.#stopped = true;
    this.#stop();
    this.#snapshots?.stop();
  }

  #noticeGC({ kind, pauseMs }) {
    this.#counts[kind]++;
    this.#pauseMs[kind] += pauseMs;
    this.#pausedMs += pauseMs;
    if (kind !== 'major') return;
    const time = this.#source.now();
    this.#fullGCs.add(time, pauseMs);
    if (time - this.#sampledAt < MIN_INTERVAL_MS) return;
    this.#sampledAt = time;
    this.#reads.read('a sample', () => this.#sample(time));
  }

  #sample(time) {
    // Functions of the program first: they may dispose of the monitor.
    const requests = this.#requests();
    const series = this.#givenSeries();
    if (this.#stopped) return;
    const load = { ...this.#readLoad(), requests };
    const since = (name) => Math.max(0, (load[name] ?? 0) - (this.#lastLoad[name] ?? load[name] ?? 0));
    const changed = this.#verdicts.add({
      time,
      activeMs: since('activeMs'),
      idleMs: since('idleMs'),
      pausedMs: this.#pausedMs,
      requests: since('requests'),
      values: [...this.#values(), ...series],
    });
    this.#lastLoad = { ...this.#lastLoad, ...load };
    this.#pausedMs = 0;
    this.#emit('sample');
    for (const verdict of changed) this.#emit('verdict', verdict);
    this.#snapshots?.noticeSample(time, changed, this.verdicts());
  }

  #values() {
    const values = [
      ...this.#reads.read('the memory in use', () => this.#source.readMemory(), []),
      ...this.#reads.read('the detached contexts', () => this.#source.readContexts(), []),
    ];
    const counts = this.#readLabels();
    if (counts !== null) {
      const { values: labels, removed } = this.#labels.select(counts);
      for (const label of removed) this.#verdicts.remove(`live:${label}`);
      for (const [label, live] of labels) values.push([`live:${label}`, 'count', live]);
    }
    return values;
  }

  #givenSeries() {
    return this.#options.series
      .map(({ name, unit, read }) => [name, unit, this.#call(name, read)])
      .filter(([, , value]) => value !== null);
  }

  #requests() {
    const { requests } = this.#options;
    return requests === undefined ? null : this.#call('requests', requests);
  }

  /** The number that a function of the user returns, or null if it fails. */
  #call(name, read) {
    const checked = () => {
      const value = read();
      if (Number.isFinite(value)) return value;
      throw new TypeError(`it returned ${quote(value)}, which is not a finite number`);
    };
    return this.#series.read(name, checked, null);
  }

  #readLoad() {
    return this.#reads.read('the load', () => this.#source.readLoad(), {});
  }

  #readLabels() {
    return this.#reads.read('the labels', () => this.#source.readLabels(), null);
  }

  #warn(code, what, cause) {
    const error = codedError(`ERR_GC_TRACKER_${code}`, `${what}: ${printable(cause?.message)}`);
    // Later, since a read may fail before anyone can listen: in the constructor.
    process.nextTick(() => this.emit('warning', Object.assign(error, { cause })));
  }

  #emit(event, ...args) {
    callUncaught(() => this.emit(event, ...args));
  }
}

makeDisposable(MemoryMonitor);

module.exports = { MemoryMonitor, monitorMemory };
