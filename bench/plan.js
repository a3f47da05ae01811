'use strict';

// Runs the scenarios and gathers a table for each scenario, case and runtime. Contenders alternate
// (A B C A B C …), so that a slow minute of the machine meets all of them alike; a figure is the median
// over repetitions, and a ratio is gc-tracker's median over the other's.

const { contenders } = require('./contenders/index.js');
const { medians } = require('./statistics.js');
const { runChild } = require('./spawn.js');

/** Caps for contenders that are slow by an order of magnitude. */
const SLOW = { rounds: 2, repetitions: 1, size: 300_000 };

/** [{ scenario, runtime, version, case, rows: [row] }] */
async function runPlan(scenarios, runtimes, options, progress) {
  const tables = [];
  for (const scenario of scenarios) {
    for (const runtime of runtimes) {
      for (const oneCase of scenario.cases(options)) {
        tables.push(await runCase(scenario, runtime, { ...oneCase, label: options.label }, options, progress));
      }
    }
  }
  return tables;
}

async function runCase(scenario, runtime, oneCase, options, progress) {
  const repetitions = options.reps ?? (options.quick ? 1 : scenario.repetitions);
  const entries = contenders
    .filter(({ name }) => options.contenders === undefined || options.contenders.includes(name))
    .map((contender) => ({ contender, results: [], problem: skipped(contender, oneCase) }));
  for (let repetition = 0; repetition < repetitions; repetition++) {
    for (const entry of entries) {
      if (entry.problem !== undefined || (entry.contender.slow && repetition >= SLOW.repetitions)) continue;
      progress(`${scenario.name} ${oneCase.size ?? ''} · ${runtime.name} · ${entry.contender.title} · ${repetition + 1}`);
      const fitted = entry.contender.slow ? slowCase(oneCase) : oneCase;
      const { metrics, unavailable, failed } = await runChild(runtime, scenario.name, entry.contender.name, fitted);
      if (metrics !== undefined) entry.results.push(metrics);
      else entry.problem = unavailable !== undefined ? `not available: ${unavailable}` : `failed: ${failed}`;
    }
  }
  const { name, version } = runtime;
  return { scenario: scenario.name, runtime: name, version, case: oneCase, rows: rowsOf(scenario, entries) };
}

function skipped({ slow }, { size, rounds }) {
  return slow && rounds !== undefined && size > SLOW.size ? 'not measured: too slow at this size' : undefined;
}

function slowCase(oneCase) {
  return oneCase.rounds === undefined ? oneCase : { ...oneCase, rounds: Math.min(oneCase.rounds, SLOW.rounds) };
}

/** [{ contender, title, problem?, repetitions, median: {…}, ratio: {…}, overNone: {…} }] */
function rowsOf(scenario, entries) {
  const rows = entries.map(({ contender, results, problem }) => ({
    contender: contender.name,
    title: contender.title,
    problem,
    repetitions: results,
    median: medians(results),
    ratio: {},
    overNone: {},
  }));
  const ours = rows.find(({ contender }) => contender === 'gc-tracker')?.median;
  const none = rows.find(({ contender }) => contender === 'none')?.median;
  for (const row of rows) {
    if (row.repetitions.length > 0) Object.assign(row.median, scenario.derive?.(row.median, none));
  }
  for (const row of rows) {
    for (const [key, { ratio, overNone }] of Object.entries(scenario.metrics)) {
      if (ratio && row.contender !== 'none') row.ratio[key] = quotient(ours?.[key], row.median[key]);
      if (overNone) row.overNone[key] = quotient(row.median[key], none?.[key]);
    }
  }
  return rows;
}

function quotient(a, b) {
  return Number.isFinite(a) && b > 0 ? a / b : undefined;
}

module.exports = { runPlan };
