'use strict';

// The history of all series in bounded memory whatever the uptime: fine for what is recent, coarse for what is old.
//
// Level 0 has the last 64 buckets of 1 s, level 1 the last 64 of 2 s, and so on: each level looks back twice as
// far. A level is begun when the one below it is full, so that a process of a day has 11, of ten years 23. A bucket
// has, of each series, the least and the greatest value, and the load of its time. 1 kB a level and series.

const WIDTH_MS = 1000;
const BUCKETS = 64;

/** The newest 64 buckets of one width, of each series a column. */
class Level {
  /** How many buckets there are, and where the newest is in the ring. */
  #count = 0;
  #newest = -1;
  /** Of each bucket: its number since 1970, and its load. */
  #numbers = new Float64Array(BUCKETS);
  #active = new Float64Array(BUCKETS);
  #idle = new Float64Array(BUCKETS);
  #paused = new Float64Array(BUCKETS);
  #requests = new Float64Array(BUCKETS);
  #columns = new Map();

  constructor(widthMs) {
    this.widthMs = widthMs;
  }

  /** The number of the newest bucket. */
  get newest() {
    return this.#numbers[this.#newest];
  }

  /** Whether buckets have been lost. */
  get full() {
    return this.#count === BUCKETS;
  }

  /** Adds a sample { time, active, idle, paused, requests, values: Map of [low, high] by series }; true if it opens a bucket. */
  add({ time, active, idle, paused, requests, values }) {
    const opened = this.#open(Math.floor(time / this.widthMs));
    const at = this.#newest;
    this.#active[at] += active;
    this.#idle[at] += idle;
    this.#paused[at] += paused;
    this.#requests[at] += requests;
    for (const [name, [low, high]] of values) {
      const column = this.#columns.get(name) ?? this.#addColumn(name);
      if (!(column.low[at] <= low)) column.low[at] = low;
      if (!(column.high[at] >= high)) column.high[at] = high;
    }
    return opened;
  }

  remove(name) {
    this.#columns.delete(name);
  }

  /** Its buckets as samples at the middle of their times, the oldest first. */
  *samples() {
    for (let age = this.#count - 1; age >= 0; age--) {
      const at = (this.#newest - age + BUCKETS) % BUCKETS;
      const values = new Map();
      for (const [name, { low, high }] of this.#columns) {
        if (!Number.isNaN(low[at])) values.set(name, [low[at], high[at]]);
      }
      yield {
        time: (this.#numbers[at] + 0.5) * this.widthMs,
        active: this.#active[at],
        idle: this.#idle[at],
        paused: this.#paused[at],
        requests: this.#requests[at],
        values,
      };
    }
  }

  /** Of a series, the oldest first: { times, lows, highs, active, idle, paused, requests }, arrays of one length. */
  points(name) {
    const column = this.#columns.get(name);
    const at = [];
    for (let age = this.#count - 1; age >= 0 && column !== undefined; age--) {
      const index = (this.#newest - age + BUCKETS) % BUCKETS;
      if (!Number.isNaN(column.low[index])) at.push(index);
    }
    const take = (from) => Float64Array.from(at, (index) => from[index]);
    return {
      times: Float64Array.from(at, (index) => (this.#numbers[index] + 0.5) * this.widthMs),
      lows: take(column?.low),
      highs: take(column?.high),
      active: take(this.#active),
      idle: take(this.#idle),
      paused: take(this.#paused),
      requests: take(this.#requests),
    };
  }

  #open(number) {
    if (this.#count > 0 && number <= this.#numbers[this.#newest]) return false;
    this.#newest = (this.#newest + 1) % BUCKETS;
    if (this.#count < BUCKETS) this.#count++;
    const at = this.#newest;
    this.#numbers[at] = number;
    this.#active[at] = this.#idle[at] = this.#paused[at] = this.#requests[at] = 0;
    for (const { low, high } of this.#columns.values()) low[at] = high[at] = NaN;
    return true;
  }

  #addColumn(name) {
    const column = { low: new Float64Array(BUCKETS).fill(NaN), high: new Float64Array(BUCKETS).fill(NaN) };
    this.#columns.set(name, column);
    return column;
  }
}

class History {
  #levels = [new Level(WIDTH_MS)];

  /**
   * Adds a sample { time, active, idle, paused, requests, values: Map of numbers by series }. Times must not fall. Returns the
   * levels in which it has opened a bucket.
   */
  add(sample) {
    const top = this.#levels.at(-1);
    if (top.full) {
      const next = new Level(2 * top.widthMs);
      for (const old of top.samples()) next.add(old);
      this.#levels.push(next);
    }
    const values = new Map();
    for (const [name, value] of sample.values) values.set(name, [value, value]);
    return this.#levels.filter((level) => level.add({ ...sample, values }));
  }

  /** Forgets a series. */
  remove(name) {
    for (const level of this.#levels) level.remove(name);
  }

  /** Of a series [time, low, high] over all the time that is known, the older the coarser. */
  points(name) {
    const points = [];
    let from = Infinity;
    for (const level of this.#levels) {
      const { times, lows, highs } = level.points(name);
      for (let i = times.length - 1; i >= 0; i--) {
        // What a finer level has told is not told again.
        if (times[i] + level.widthMs / 2 <= from) points.push([times[i], lows[i], highs[i]]);
      }
      if (times.length > 0) from = Math.min(from, times[0] - level.widthMs / 2);
    }
    return points.reverse();
  }
}

module.exports = { History };
