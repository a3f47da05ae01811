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
/** Of the time since the first sample, the window must be at least this part for `stable` (to remain so, half), … */
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
   * What the windows say together: { verdict, slope, interval, pValue, evidence } of the one that knows best, or
   * undefined if none was judged. `uptimeMs` is the time since the first sample.
   */
  decide(uptimeMs) {
    const all = [...this.#judged.values()].flat();
    const choose = (verdict, better, least = 0) =>
      all
        .filter((one) => one.verdict === verdict && spanOf(one) >= least)
        .reduce((best, one) => (best === undefined || better(one, best) ? one : best), undefined);
    const least = Math.min(STABLE_MS, uptimeMs * STABLE_SHARE) / (this.#verdict === 'stable' ? 2 : 1);
    const decided =
      choose('growing', surer) ??
      choose('shrinking', surer) ??
      choose('stable', longer, least) ??
      undecided(choose('undecided', longer) ?? choose('stable', longer));
    this.#verdict = decided?.verdict ?? 'undecided';
    return decided;
  }

  /** Whether a level is wide enough to be judged. */
  static judges(level) {
    return level.widthMs >= LEAST_WIDTH_MS && level.newest % 2 === 0;
  }
}

function longer(one, other) {
  return spanOf(one) > spanOf(other);
}

/** Whether the slope is known better: a leak that has begun late is not diluted by the time before it. */
function surer(one, other) {
  const width = ({ slope, interval: [low, high] }) => (high - low) / Math.abs(slope);
  return width(one) < width(other);
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
