'use strict';

// Checks the options of both metrics entries.

const { quote } = require('../util/errors.js');
const { boolean, checkOptions, invalidOption, must, object } = require('../util/options.js');

/** A label has 18 series in Prometheus: a scrape of this many labels has about 100 kB. */
const MAX_LABELS = 100;

const monitorMemory = must(
  'what monitorMemory has returned',
  (value) => typeof value?.verdicts === 'function',
);
const positive = must('a positive integer', (value) => Number.isInteger(value) && value >= 1);

/** The options, complete. `gcPauses` is the entry's default, `more` the checks of options that only this entry has. */
function checkedOptions(options, { gcPauses, more = {} }) {
  return {
    lifetimes: true,
    maxLabels: MAX_LABELS,
    gcPauses,
    recyclers: [],
    ...checkOptions(options, '{ monitor }', {
      monitor: monitorMemory,
      recyclers: checkedRecyclers,
      lifetimes: boolean,
      gcPauses: boolean,
      maxLabels: positive,
      ...more,
    }),
  };
}

/** [name, recycler][] */
function checkedRecyclers(recyclers, option) {
  object('{ images: recycle(…) }')(recyclers, option);
  for (const [name, recycler] of Object.entries(recyclers)) {
    if (typeof recycler?.stats === 'function') continue;
    throw invalidOption(
      `the recycler ${quote(name)} must be what recycle has returned, not ${quote(recycler)}`,
    );
  }
  return Object.entries(recyclers);
}

module.exports = { checkedOptions };
