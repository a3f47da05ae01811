'use strict';

// Contenders take turns (A B C A B C …), so that a slow minute of the machine meets all of them alike. A figure is the
// median over repetitions, and a ratio is gc-tracker's median over the other's.

const { medians } = require('./statistics.js');

/**
 * Resolves to a table of report.js: what the entries { contender, run(), repetitions?, problem? } have measured by
 * turns on a runtime. `run` resolves to figures, or rejects with an error that says what the problem is. `turns` is {
 * repetitions, warmUp?, mirrored? }, see `alternate`; `derive(row, rowOf)` returns more medians of a row, from its own
 * ones and those of the other rows.
 */
async function measure({ id, title, runtime, metrics, entries, turns, derive }, progress) {
  const { name, version } = runtime;
  const results = await alternate(entries, turns, (turn) => progress(`${id} · ${name} · ${turn}`));
  return { id, title, runtime: name, version, metrics, rows: rowsOf(metrics, results, derive) };
}

/**
 * Runs the entries by turns, and resolves to them with `results` and `problem`.
 *
 * An entry's own `repetitions` can be fewer than those of all. Results of the first `warmUp` rounds are dropped. With
 * `mirrored`, every second round goes backwards: A B, B A, A B …
 */
async function alternate(entries, { repetitions, warmUp = 0, mirrored = false }, progress) {
  const all = entries.map((entry) => ({ ...entry, results: [] }));
  for (let round = 0; round < warmUp + repetitions; round++) {
    for (const entry of mirrored && round % 2 === 1 ? all.toReversed() : all) {
      if (entry.problem !== undefined || round >= warmUp + (entry.repetitions ?? repetitions)) continue;
      progress(`${entry.contender.title} · ${round + 1}`);
      try {
        const figures = await entry.run();
        if (round >= warmUp) entry.results.push(figures);
      } catch (error) {
        entry.problem = error.message;
      }
    }
  }
  return all;
}

/** [{ contender, title, peer, problem, repetitions, median: {…}, ratio: {…}, overNone: {…} }] */
function rowsOf(metrics, entries, derive = () => {}) {
  const rows = entries.map(({ contender: { name, title, peer, twinOf }, problem, results }) => {
    return { contender: name, title, peer, twinOf, problem, repetitions: results, median: medians(results) };
  });
  const rowOf = (name) => rows.find(({ contender }) => contender === name);
  for (const row of rows) {
    if (row.repetitions.length > 0) Object.assign(row.median, derive(row, rowOf));
  }
  for (const row of rows) {
    const ours = rowOf(row.twinOf ?? 'gc-tracker');
    const none = rowOf('none');
    row.ratio = {};
    row.overNone = {};
    for (const [key, { ratio, overNone }] of Object.entries(metrics)) {
      if (ratio && row !== none) row.ratio[key] = quotient(ours?.median[key], row.median[key]);
      if (overNone) row.overNone[key] = quotient(row.median[key], none?.median[key]);
    }
  }
  return rows;
}

function quotient(a, b) {
  return Number.isFinite(a) && b > 0 ? a / b : undefined;
}

module.exports = { measure };
