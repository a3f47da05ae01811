'use strict';

// The source of all metrics: it starts the measurements that they need, and reads all values at one moment. Reading polls
// no target and forces no GC. A read that fails is counted, and a process warning: its last
// values are repeated.

const process = require('node:process');
const { quote } = require('../util/errors.js');
const { Reads } = require('../util/reads.js');
const { printable } = require('../util/text.js');
const {
  lifetimesByLabel,
  uncollectedByLabel,
  trackingStats,
  watchLifetimes,
} = require('../tracking/index.js');
const { LIFETIMES, OBJECTS, PAUSES, SANDBOXES, TRENDS } = require('./definitions.js');
const { Pauses } = require('./pauses.js');

/** The label that replaces all labels after the first `maxLabels`. */
const OTHER = '(other)';

/** The definitions of the metrics that the options select. */
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
  #stopLifetimes;
  #pauses;
  #reads = new Reads(warn);
  /** What was read last, for when a read fails: metrics that were absent or 0 for a while would say something else. */
  #last = { labels: [], verdicts: [], recyclers: [] };

  /** Starts the measurements that the options select. `checkedOptions` returns the options. */
  constructor({ monitor, recyclers, lifetimes, gcPauses, maxLabels }) {
    this.#monitor = monitor;
    this.#recyclers = recyclers;
    this.#maxLabels = maxLabels;
    if (lifetimes) this.#stopLifetimes = watchLifetimes();
    if (gcPauses) this.#pauses = new Pauses(PAUSES.bounds);
  }

  /**
   * Returns { labels: [{ label, live, collected, untracked, uncollected, lifetimes? }], pauses, verdicts, recyclers:
   * [{ recycler: its name, ...its stats }], failedReads }.
   */
  read() {
    const { labels, verdicts, recyclers } = this.#last;
    const lastOf = (name) => recyclers.filter(({ recycler }) => recycler === name);
    this.#last = {
      labels: this.try('the labels', () => fold(this.#labels(), this.#maxLabels), labels),
      pauses: this.#pauses?.read() ?? [],
      verdicts: this.try('the verdicts', () => this.#monitor?.verdicts() ?? [], verdicts),
      recyclers: this.#recyclers.flatMap(([name, recycler]) =>
        this.try(
          `the recycler ${quote(name)}`,
          () => [{ recycler: name, ...recycler.stats() }],
          lastOf(name),
        ),
      ),
    };
    return { ...this.#last, failedReads: this.#reads.failed };
  }

  /** What `read` returns, or `fallback` if it fails. */
  try(name, read, fallback) {
    return this.#reads.read(name, read, fallback);
  }

  /** Stops the measurements. */
  stop() {
    this.#stopLifetimes?.();
    this.#pauses?.stop();
  }

  #labels() {
    const uncollected = uncollectedByLabel();
    const lifetimes = this.#stopLifetimes && lifetimesByLabel();
    return Object.entries(trackingStats().labels).map(([label, counts]) => ({
      label,
      ...counts,
      uncollected: uncollected.get(label) ?? 0,
      lifetimes: lifetimes?.[label],
    }));
  }
}

function warn(name, cause) {
  const text = printable(`${name} could not be read for the metrics: ${cause?.message}`);
  process.emitWarning(text, { type: 'MetricsWarning', code: 'ERR_GC_TRACKER_READ' });
}

/**
 * Adds up all labels after the first `maxLabels`. Labels come in the order of their first targets, so the order is stable. No
 * two of the result are equal: a label of the program that is OTHER itself is one of the others, and what cannot be encoded as
 * UTF-8 is replaced.
 */
function fold(labels, maxLabels) {
  const folded = new Map();
  const others = labels.length > maxLabels ? OTHER : undefined;
  let room = maxLabels;
  for (const { label: given, ...counts } of labels) {
    let label = given.toWellFormed();
    if (label !== others && !folded.has(label) && room-- <= 0) label = OTHER;
    const sum = folded.get(label);
    if (sum === undefined) folded.set(label, { label, ...counts });
    else addCounts(sum, counts);
  }
  return [...folded.values()];
}

function addCounts(sum, { live, collected, untracked, uncollected, lifetimes }) {
  sum.live += live;
  sum.collected += collected;
  sum.untracked += untracked;
  sum.uncollected += uncollected;
  lifetimes?.forEach(({ count, seconds }, index) => {
    sum.lifetimes[index].count += count;
    sum.lifetimes[index].seconds += seconds;
  });
}

module.exports = { Source, definitionsFor };
