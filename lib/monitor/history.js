'use strict';

// The history of all series, in bounded memory at any uptime: recent points are fine, old points are coarse.
//
// Level 0 has the last 64 buckets of 1 s, level 1 the last 64 of 2 s, and so on: each level reaches back twice as far.
// There are enough levels to reach the first sample: 11 after a day, 23 after ten years. A bucket has the lowest and the
// highest value of each series, and the load of its period. A level takes 1 kB for each series.

const WIDTH_MS = 1000;
const BUCKETS = 64;

/** The parts of the load: what the event loop did, in ms, and the number of requests. */
const LOADS = ['activeMs', 'idleMs', 'pausedMs', 'requests'];

/** The newest 64 buckets of one width, with a column for each series. Bucket n has the index n modulo 64. */
class Level {
  #newest = -Infinity;
  /** The number of the bucket at each index, and its load. */
  #numbers = new Float64Array(BUCKETS).fill(-1);
  #loads = Object.fromEntries(LOADS.map((name) => [name, new Float64Array(BUCKETS)]));
  #columns = new Map();

  constructor(widthMs) {
    this.widthMs = widthMs;
  }

  /** The number of the newest bucket. */
  get newest() {
    return this.#newest;
  }

  /** Whether the times `first` and `time` are too far apart for this level to keep both. */
  loses(first, time) {
    return Math.floor(time / this.widthMs) - Math.floor(first / this.widthMs) >= BUCKETS;
  }

  /**
   * Adds a sample { time, activeMs, idleMs, pausedMs, requests, values: Map of [low, high] by series }. Returns whether it
   * has opened a bucket.
   */
  add(sample) {
    const number = Math.floor(sample.time / this.widthMs);
    const at = number % BUCKETS;
    const opened = this.#numbers[at] !== number;
    if (opened) this.#clear(at, number);
    for (const name of LOADS) this.#loads[name][at] += sample[name];
    for (const [name, [low, high]] of sample.values) {
      const column = this.#columns.get(name) ?? this.#addColumn(name);
      if (!(column.lows[at] <= low)) column.lows[at] = low;
      if (!(column.highs[at] >= high)) column.highs[at] = high;
    }
    return opened;
  }

  remove(name) {
    this.#columns.delete(name);
  }

  /** Its buckets as samples, the oldest first. */
  *samples() {
    for (const at of this.#indices()) {
      const values = new Map();
      for (const [name, { lows, highs }] of this.#columns) {
        if (!Number.isNaN(lows[at])) values.set(name, [lows[at], highs[at]]);
      }
      const load = Object.fromEntries(LOADS.map((name) => [name, this.#loads[name][at]]));
      yield { time: this.#timeOf(at), ...load, values };
    }
  }

  /**
   * The points of a series, the oldest first: { times, lows, highs, activeMs, idleMs, pausedMs, requests }, arrays of equal
   * length. A time is the middle of its bucket.
   */
  points(name) {
    const column = this.#columns.get(name);
    const indices =
      column === undefined ? [] : this.#indices().filter((at) => !Number.isNaN(column.lows[at]));
    const take = (values) => Float64Array.from(indices, (at) => values[at]);
    return {
      times: Float64Array.from(indices, (at) => this.#timeOf(at)),
      lows: take(column?.lows),
      highs: take(column?.highs),
      ...Object.fromEntries(LOADS.map((load) => [load, take(this.#loads[load])])),
    };
  }

  /** The indices of the buckets that have a sample, the oldest first. */
  #indices() {
    const indices = [];
    for (let number = this.#newest - BUCKETS + 1; number <= this.#newest; number++) {
      const at = number % BUCKETS;
      if (this.#numbers[at] === number) indices.push(at);
    }
    return indices;
  }

  #timeOf(at) {
    return (this.#numbers[at] + 0.5) * this.widthMs;
  }

  #clear(at, number) {
    this.#newest = number;
    this.#numbers[at] = number;
    for (const name of LOADS) this.#loads[name][at] = 0;
    for (const { lows, highs } of this.#columns.values()) lows[at] = highs[at] = NaN;
  }

  #addColumn(name) {
    const column = { lows: new Float64Array(BUCKETS).fill(NaN), highs: new Float64Array(BUCKETS).fill(NaN) };
    this.#columns.set(name, column);
    return column;
  }
}

class SeriesHistory {
  #levels = [new Level(WIDTH_MS)];
  #first;

  /**
   * Adds a sample { time, activeMs, idleMs, pausedMs, requests, values: Map of numbers by series }. Times must not fall.
   * Returns the levels in which it has opened a bucket.
   */
  add(sample) {
    this.#first ??= sample.time;
    for (let top = this.#levels.at(-1); top.loses(this.#first, sample.time); top = this.#levels.at(-1)) {
      const next = new Level(2 * top.widthMs);
      for (const old of top.samples()) next.add(old);
      this.#levels.push(next);
    }
    const values = new Map();
    for (const [name, value] of sample.values) values.set(name, [value, value]);
    const ranged = { ...sample, values };
    return this.#levels.filter((level) => level.add(ranged));
  }

  /** Removes a series. */
  remove(name) {
    for (const level of this.#levels) level.remove(name);
  }

  /** The points [time, low, high] of a series over its whole history, the oldest first. Older points are coarser. */
  points(name) {
    const points = [];
    let from = Infinity;
    for (const level of this.#levels) {
      const { times, lows, highs } = level.points(name);
      for (let i = times.length - 1; i >= 0; i--) {
        const start = times[i] - level.widthMs / 2;
        // A finer level has covered this bucket already.
        if (start >= from) continue;
        points.push([(start + Math.min(start + level.widthMs, from)) / 2, lows[i], highs[i]]);
        from = start;
      }
    }
    return points.reverse();
  }
}

module.exports = { SeriesHistory };
