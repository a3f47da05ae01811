'use strict';

// The windows in which a series is judged, and the verdict that they give together.
//
// All lengths from minutes to as long as the history goes back: each level of the history has four, of its last 64
// to 40 points, so that each length is a sixth to a quarter longer than the one before. A leak is seen in the shortest
// window in which it is clear; one that begins after days of stability is seen in those that begin with it. A level
// is judged again when two buckets have come in.

const { judge } = require('./judge.js');

const HOUR = 3_600_000;
const LENGTHS = [64, 56, 48, 40, 32, 24];
/** What is shorter is no evidence. */
const LEAST_WIDTH_MS = 8000;
/** Of the time since the first sample, the window must be at least this part for `stable`, … */
const STABLE_SHARE = 1 / 4;
/** … or this long. */
const STABLE_MS = 6 * HOUR;

class Windows {
  #unit;
  #confidence;
  /** What was judged, by level and length. */
  #judged = new Map();
  #verdict = 'undecided';

  constructor(unit, confidence) {
    this.#unit = unit;
    this.#confidence = confidence;
  }

  /** Judges the windows of a level. */
  judge(widthMs, points) {
    const options = { unit: this.#unit, confidence: this.#confidence, was: this.#verdict };
    const judged = LENGTHS.map((length) => {
      const changes = length < LENGTHS[0];
      if (changes && points.lows.length <= length) return undefined;
      return judge(newest(points, length), { ...options, changes });
    });
    this.#judged.set(widthMs, judged.filter(Boolean));
  }

  /**
   * What the windows say together: { verdict, slope, interval, pValue, evidence } of the longest one that says so, or
   * undefined if none was judged. `uptimeMs` is the time since the first sample.
   */
  decide(uptimeMs) {
    const all = [...this.#judged.values()].flat();
    const longest = (verdict, least = 0) =>
      all
        .filter((one) => one.verdict === verdict && spanOf(one) >= least)
        .reduce((best, one) => (best === undefined || spanOf(one) > spanOf(best) ? one : best), undefined);
    const decided =
      longest('growing') ??
      longest('shrinking') ??
      longest('stable', Math.min(STABLE_MS, uptimeMs * STABLE_SHARE)) ??
      undecided(longest('undecided') ?? longest('stable'));
    this.#verdict = decided?.verdict ?? 'undecided';
    return decided;
  }

  /** Whether a level is wide enough to be judged. */
  static judges(level) {
    return level.widthMs >= LEAST_WIDTH_MS && level.newest % 2 === 0;
  }
}

function undecided(window) {
  return window === undefined ? undefined : { ...window, verdict: 'undecided' };
}

function spanOf({ evidence }) {
  return evidence.to - evidence.from;
}

function newest(points, length) {
  return Object.fromEntries(Object.entries(points).map(([name, values]) => [name, values.slice(-length)]));
}

module.exports = { Windows };
