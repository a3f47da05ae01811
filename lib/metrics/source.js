'use strict';

// Where metrics come from: what they need to have watched, and all that they tell, read at one moment. A
// reading asks no target and forces nothing.

const {
  lifetimesByLabel,
  uncollectedByLabel,
  trackingStats,
  watchLifetimes,
} = require('../tracking/index.js');
const { LIFETIMES, OBJECTS, PAUSES, SANDBOXES, TRENDS } = require('./definitions.js');
const { Pauses } = require('./pauses.js');

/** In place of the labels beyond the first `maxLabels`. */
const OTHER = '(other)';

/** The metrics that there are, by the options. */
function definitionsFor({ monitor, recyclers, lifetimes, gcPauses }) {
  return [
    ...OBJECTS,
    ...(lifetimes ? [LIFETIMES] : []),
    ...(gcPauses ? [PAUSES] : []),
    ...(monitor ? TRENDS : []),
    ...(recyclers.length > 0 ? SANDBOXES : []),
  ];
}

class Source {
  #monitor;
  #recyclers;
  #maxLabels;
  #forgetLifetimes;
  #pauses;

  /** Watches what the options, as `checkedOptions` gives them, ask for. */
  constructor({ monitor, recyclers, lifetimes, gcPauses, maxLabels }) {
    this.#monitor = monitor;
    this.#recyclers = recyclers;
    this.#maxLabels = maxLabels;
    if (lifetimes) this.#forgetLifetimes = watchLifetimes();
    if (gcPauses) this.#pauses = new Pauses(PAUSES.bounds);
  }

  /**
   * { labels: [{ label, live, collected, untracked, uncollected, lifetimes? }], pauses, verdicts, recyclers: [{ recycler: its
   * name, and its stats }] }
   */
  read() {
    return {
      labels: fold(this.#labels(), this.#maxLabels),
      pauses: this.#pauses?.read() ?? [],
      verdicts: this.#monitor?.verdicts() ?? [],
      recyclers: this.#recyclers.map(([name, recycler]) => ({ recycler: name, ...recycler.stats() })),
    };
  }

  /** Ends what it has watched. */
  stop() {
    this.#forgetLifetimes?.();
    this.#pauses?.stop();
  }

  #labels() {
    const uncollected = uncollectedByLabel();
    const lifetimes = this.#forgetLifetimes && lifetimesByLabel();
    return Object.entries(trackingStats().labels).map(([label, counts]) => ({
      label,
      ...counts,
      uncollected: uncollected.get(label) ?? 0,
      lifetimes: lifetimes?.[label],
    }));
  }
}

/**
 * With all labels but the first ones as one: they come in the order of their first targets, so it stays so.
 */
function fold(labels, most) {
  if (labels.length <= most) return labels;
  const [first, ...others] = labels.slice(most);
  const other = { ...first, label: OTHER };
  for (const { live, collected, untracked, uncollected, lifetimes } of others) {
    other.live += live;
    other.collected += collected;
    other.untracked += untracked;
    other.uncollected += uncollected;
    lifetimes?.forEach(({ count, seconds }, index) => {
      other.lifetimes[index].count += count;
      other.lifetimes[index].seconds += seconds;
    });
  }
  return [...labels.slice(0, most), other];
}

module.exports = { Source, definitionsFor };
