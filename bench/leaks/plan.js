'use strict';

// Runs the scenarios and gathers a table for each scenario, heap and runtime. Contenders alternate (A B C A B
// C …), so that a slow minute of the machine meets all alike; a figure is the median over processes, and a
// ratio is gc-tracker's median over the other's.

const { medians } = require('../statistics.js');
const { contenders } = require('./contenders/index.js');
const { runChild } = require('./spawn.js');

const titles = new Map([['none', 'no assertion'], ...contenders.map(({ name, title }) => [name, title])]);

/** Yields { scenario, title, size, runtime, version, metrics, rows }. */
async function* runPlan(options, { chosen, every }, progress) {
  for (const scenario of options.scenarios) {
    for (const size of scenario.sizes ?? ['small', 'large']) {
      if (!options.sizes.includes(size)) continue;
      const runtimes = scenario.everyNode ? every : chosen;
      for (const runtime of runtimes) yield runCase(scenario, size, runtime, options, progress);
    }
  }
}

async function runCase(scenario, size, runtime, options, progress) {
  const entries = scenario.contenders
    .filter((name) => options.contenders.includes(name))
    .map((name) => ({ name, problem: undefined, repetitions: [] }));
  const repetitions = options.reps ?? scenario.repetitions[size];
  for (let repetition = 0; repetition < repetitions; repetition++) {
    for (const entry of entries) {
      if (entry.problem !== undefined) continue;
      progress(`${scenario.name} ${size} · ${runtime.name} · ${entry.name} · ${repetition + 1}`);
      const { metrics, unavailable, failed } = await runChild(runtime, scenario, entry.name, size);
      if (metrics !== undefined) entry.repetitions.push(metrics);
      else entry.problem = unavailable !== undefined ? `not available: ${unavailable}` : `failed: ${failed}`;
    }
  }
  const { name, title, metrics } = scenario;
  const rows = rowsOf(metrics, entries);
  return { scenario: name, title, size, runtime: runtime.name, version: runtime.version, metrics, rows };
}

function rowsOf(metrics, entries) {
  const rows = entries.map(({ name, problem, repetitions }) => {
    const median = medians(repetitions);
    return { contender: name, title: titles.get(name), problem, repetitions, median, ratio: {} };
  });
  const ours = rows.find(({ contender }) => contender === 'gc-tracker')?.median;
  for (const { median, ratio } of rows) {
    for (const [key, metric] of Object.entries(metrics)) {
      if (metric.ratio) ratio[key] = ours?.[key] / median[key];
    }
  }
  return rows;
}

module.exports = { runPlan };
