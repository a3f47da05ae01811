'use strict';

// Runs the scenarios and gathers a table for each scenario, case and runtime. Contenders alternate
// (A B C A B C …), so that a slow minute of the machine meets all of them alike; a figure is the median
// over repetitions, and a ratio is gc-tracker's median over the other's.

const { contenders } = require('./contenders/index.js');
const { medians } = require('./statistics.js');
const { runChild } = require('./spawn.js');

/** [{ scenario, runtime, version, case, rows: [row] }] */
async function runPlan(scenarios, runtimes, options, progress) {
  const tables = [];
  for (const scenario of scenarios) {
    for (const runtime of runtimes) {
      for (const oneCase of scenario.cases(options)) {
        tables.push(
          await runCase(scenario, runtime, { ...oneCase, label: options.label }, options, progress),
        );
      }
    }
  }
  return tables;
}

async function runCase(scenario, runtime, oneCase, options, progress) {
  const repetitions = options.reps ?? (options.quick ? 1 : scenario.repetitions);
  const entries = contenders
    .filter(({ name }) => (options.contenders ?? scenario.contenders)?.includes(name) ?? true)
    .map((contender) => ({ contender, results: [], ...fit(contender, scenario, oneCase, repetitions) }));
  for (let repetition = 0; repetition < repetitions; repetition++) {
    for (const entry of entries) {
      if (entry.problem !== undefined || repetition >= entry.repetitions) continue;
      const { name, title } = entry.contender;
      progress(`${scenario.name} ${oneCase.size ?? ''} · ${runtime.name} · ${title} · ${repetition + 1}`);
      const { metrics, unavailable, failed } = await runChild(runtime, scenario.name, name, entry.case);
      if (metrics !== undefined) entry.results.push(metrics);
      else entry.problem = unavailable !== undefined ? `not available: ${unavailable}` : `failed: ${failed}`;
    }
  }
  const { name, version } = runtime;
  return { scenario: scenario.name, runtime: name, version, case: oneCase, rows: rowsOf(scenario, entries) };
}

/** { case, repetitions, problem? }: what a contender is asked for. */
function fit({ slow }, { exact, metrics }, oneCase, repetitions) {
  // A program's slowdown is asked of all alike.
  const light = Object.values(metrics).some(({ overNone }) => overNone);
  if (slow === undefined || light) return { case: oneCase, repetitions };
  const { size, rounds } = oneCase;
  if (exact && size > slow.size) return { problem: `too slow for this size, try --size ${slow.size}` };
  return {
    case: { ...oneCase, size: Math.min(size, slow.size), rounds: rounds && Math.min(rounds, slow.rounds) },
    repetitions: Math.min(repetitions, slow.repetitions),
  };
}

/** [{ contender, title, size, problem?, repetitions, median: {…}, ratio: {…}, overNone: {…} }] */
function rowsOf(scenario, entries) {
  const rows = entries.map(({ contender, results, problem, case: fitted }) => ({
    contender: contender.name,
    title: contender.title,
    size: fitted?.size,
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
