'use strict';

// The verdicts on all series: adds samples to the history, and judges it.

const { SeriesHistory } = require('./history.js');
const { Windows } = require('./windows.js');

const NO_EVIDENCE = { from: null, to: null, samples: 0, eventLoopUtilization: null, requests: null };

class Verdicts {
  #history = new SeriesHistory();
  #confidence;
  #countsRequests;
  #firstAt;
  /** { unit, windows, verdict } by name. */
  #series = new Map();

  constructor({ confidence, requests }) {
    this.#confidence = confidence;
    this.#countsRequests = requests !== undefined;
  }

  /**
   * Adds a sample { time, activeMs, idleMs, pausedMs, requests, values: [name, unit, value][] }. It says how long the event
   * loop was active, idle and paused by GCs since the last sample, and the requests since then. Returns the verdicts that
   * have changed.
   */
  add({ values, ...load }) {
    this.#firstAt ??= load.time;
    for (const [name, unit] of values) {
      if (this.#series.has(name)) continue;
      const windows = new Windows(unit, this.#confidence);
      this.#series.set(name, { unit, windows, verdict: this.#verdict(name, unit, undefined) });
    }
    const opened = this.#history.add({
      ...load,
      values: new Map(values.map(([name, , value]) => [name, value])),
    });
    const due = opened.filter(Windows.judges);
    return due.length === 0 ? [] : this.#judge(due, load.time);
  }

  /** One verdict for each series. */
  all() {
    return [...this.#series.values()].map(({ verdict }) => structuredClone(verdict));
  }

  /** [{ name, unit, points: [time, low, high][] }] */
  history() {
    return [...this.#series].map(([name, { unit }]) => ({ name, unit, points: this.#history.points(name) }));
  }

  /** Removes a series. */
  remove(name) {
    this.#series.delete(name);
    this.#history.remove(name);
  }

  #judge(levels, now) {
    const changed = [];
    for (const [name, one] of this.#series) {
      for (const level of levels) one.windows.judge(level.widthMs, level.points(name));
      const verdict = this.#verdict(name, one.unit, one.windows.decide(now - this.#firstAt));
      if (verdict.verdict !== one.verdict.verdict) changed.push(structuredClone(verdict));
      one.verdict = verdict;
    }
    return changed;
  }

  #verdict(series, unit, decided) {
    const {
      verdict = 'undecided',
      slope = null,
      interval = null,
      pValue = null,
      evidence = NO_EVIDENCE,
    } = decided ?? {};
    const requests = this.#countsRequests ? evidence.requests : null;
    return {
      series,
      unit,
      verdict,
      slope,
      interval,
      confidence: this.#confidence,
      pValue,
      evidence: { ...evidence, requests },
    };
  }
}

module.exports = { Verdicts };
