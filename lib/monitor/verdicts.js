'use strict';

// The verdicts on all series: feeds the history, and judges it.

const { History } = require('./history.js');

class Verdicts {
  #history = new History();
  #confidence;
  /** Unit and verdict by series. */
  #series = new Map();

  constructor(confidence) {
    this.#confidence = confidence;
  }

  /**
   * Adds a sample { time, active, idle, requests, values: [name, unit, value][] }: load and requests since the last
   * one. Returns the verdicts that it has changed.
   */
  add({ values, ...load }) {
    for (const [name, unit] of values) {
      if (!this.#series.has(name)) this.#series.set(name, { unit, verdict: this.#undecided(name, unit) });
    }
    this.#history.add({ ...load, values: new Map(values.map(([name, , value]) => [name, value])) });
    return [];
  }

  /** One for each series. */
  all() {
    return [...this.#series.values()].map(({ verdict }) => structuredClone(verdict));
  }

  /** [{ name, unit, points }] */
  history() {
    return [...this.#series].map(([name, { unit }]) => ({ name, unit, points: this.#history.points(name) }));
  }

  #undecided(series, unit) {
    return {
      series,
      unit,
      verdict: 'undecided',
      slope: null,
      interval: null,
      confidence: this.#confidence,
      pValue: null,
      evidence: { from: null, to: null, samples: 0, eventLoopUtilization: null, requests: null },
    };
  }
}

module.exports = { Verdicts };
