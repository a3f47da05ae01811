'use strict';

// The windows in which a series is judged, and the verdict that they give together.
//
// The windows have all lengths from minutes to the whole history. Each level of the history has six windows, of its last
// 64 to 24 points. A leak is found in the shortest window in which it is clear. A leak that starts after days of stability
// is found in the windows that start with it. A level is judged again after every two new buckets.

const { judge } = require('./judge.js');

const HOUR_MS = 3_600_000;
const LENGTHS = [64, 56, 48, 40, 32, 24];
/** Levels with narrower buckets are not judged: they are no evidence. */
const MIN_WIDTH_MS = 8000;
/** For `stable`, a window must cover at least this share of the time since the first sample (half of it to stay stable), … */
const STABLE_SHARE = 1 / 4;
/** … or this time. */
const STABLE_MS = 6 * HOUR_MS;

class Windows {
  #unit;
  #confidence;
  /** The results of the windows, by the width of their level. */
  #judged = new Map();
  #verdict = 'undecided';

  constructor(unit, confidence) {
    this.#unit = unit;
    this.#confidence = confidence;
  }

  /** Judges the windows of a level. */
  judge(widthMs, points) {
    const options = { unit: this.#unit, confidence: this.#confidence, previous: this.#verdict };
    const judged = LENGTHS.map((length) => {
      const onlyChanges = length < LENGTHS[0];
      if (onlyChanges && points.lows.length <= length) return undefined;
      return judge(newest(points, length), { ...options, onlyChanges });
    });
    this.#judged.set(widthMs, judged.filter(Boolean));
  }

  /**
   * The verdict of all windows: { verdict, slope, interval, pValue, evidence } of the most certain one, or undefined if none
   * was judged. `uptimeMs` is the time since the first sample.
   */
  decide(uptimeMs) {
    const all = [...this.#judged.values()].flat();
    const choose = (verdict, better, minSpanMs = 0) =>
      all
        .filter((one) => one.verdict === verdict && spanOf(one) >= minSpanMs)
        .reduce((best, one) => (best === undefined || better(one, best) ? one : best), undefined);
    const minStableMs = Math.min(STABLE_MS, uptimeMs * STABLE_SHARE) / (this.#verdict === 'stable' ? 2 : 1);
    const decided =
      choose('growing', moreCertain) ??
      choose('shrinking', moreCertain) ??
      choose('stable', longer, minStableMs) ??
      undecided(choose('undecided', longer) ?? choose('stable', longer));
    this.#verdict = decided?.verdict ?? 'undecided';
    return decided;
  }

  /** Whether a level is wide enough to be judged. */
  static judges(level) {
    return level.widthMs >= MIN_WIDTH_MS && level.newest % 2 === 0;
  }
}

function longer(one, other) {
  return spanOf(one) > spanOf(other);
}

/** Whether the slope is more certain. So the time before a late leak does not dilute it. */
function moreCertain(one, other) {
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
