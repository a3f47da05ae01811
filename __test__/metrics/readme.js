'use strict';

// Questions in PromQL with their answers, as documents show them: a fenced block, and below it a line a
// series.

const BLOCK = /```promql\n([^`]*)\n```\n\n?((?: {4}.*\n)*)/g;
const SERIES = /^ {4}\{(.*)\} {2}(\S+)$/gm;

/** [{ expression, answer: ['instance="…", label="…"', …] }] */
function questions(document) {
  return [...document.matchAll(BLOCK)].map(([, expression, answer]) => ({
    expression,
    answer: [...answer.matchAll(SERIES)].map(([, labels, value]) =>
      value === 'NaN' ? `${labels} NaN` : labels,
    ),
  }));
}

/** What `query` has answered in the same form: which series, and those without a value. */
function answerOf(series) {
  return series
    .map(({ labels: { __name__, job, ...labels }, value }) => {
      const pairs = Object.entries(labels).map(([name, label]) => `${name}="${label}"`);
      return `${pairs.sort().join(', ')}${Number.isNaN(value) ? ' NaN' : ''}`;
    })
    .sort();
}

module.exports = { answerOf, questions };
