'use strict';

// `npm run bench`: measures gc-tracker against the other ways to learn that an object was collected. See README.md.

const path = require('node:path');
const { measure } = require('../harness/alternate.js');
const { checkout, count, flag, nodes, text } = require('../harness/options.js');
const { run } = require('../harness/run.js');
const { runChild } = require('../harness/spawn.js');
const { bars } = require('./bars.js');
const { contenders } = require('./contenders/index.js');
const { scenarios } = require('./scenarios/index.js');

const TIMEOUT_MS = 180_000;

const bench = {
  file: __filename,
  about: 'medians over processes; a ratio "x …" is gc-tracker over the other: below 1 gc-tracker is better',
  options: {
    quick: flag,
    nodes: nodes('20', '24', '26'),
    reps: count(),
    size: count(),
    label: text,
    against: checkout,
  },
  contenders,
  scenarios,
  tables,
  bars,
  barsTitle: 'Must reach (issue 2)',
};

async function* tables(options, { progress }) {
  for (const scenario of options.scenarios) {
    const cases = scenario.cases(options);
    for (const runtime of options.nodes) {
      for (const oneCase of cases) {
        const id = cases.length > 1 ? `${scenario.name} ${oneCase.size}` : scenario.name;
        yield await measureCase(
          id,
          scenario,
          runtime,
          { ...oneCase, label: options.label },
          options,
          progress,
        );
      }
    }
  }
}

async function measureCase(id, scenario, runtime, oneCase, options, progress) {
  const repetitions = options.reps ?? (options.quick ? 1 : scenario.repetitions);
  const { name, title, metrics, derive } = scenario;
  const size = oneCase.size === undefined ? '' : `, ${oneCase.size.toLocaleString('en-US')} objects`;
  const entries = options.contenders
    .filter((contender) => scenario.contenders?.includes(contender.twinOf ?? contender.name) ?? true)
    .map((contender) => entryOf(contender, scenario, runtime, oneCase, repetitions));
  const table = {
    id,
    title: `${name}: ${title}${size}`,
    runtime,
    metrics,
    entries,
    turns: { repetitions },
    derive,
  };
  return { ...(await measure(table, progress)), case: oneCase };
}

function entryOf(contender, scenario, runtime, oneCase, repetitions) {
  const { name, twinOf = name, title, checkout, slow } = contender;
  const fitted =
    slow === undefined ? { case: oneCase, repetitions } : fit(slow, scenario, oneCase, repetitions);
  const isSmaller = fitted.case?.size < oneCase.size;
  const args = [...runtime.args, '--expose-gc', path.join(__dirname, 'child.js')];
  const job = { scenario: scenario.name, contender: twinOf, checkout, case: fitted.case };
  return {
    contender: { ...contender, title: isSmaller ? `${title} ${fitted.case.size / 1000}k` : title },
    problem: contender.problem ?? fitted.problem,
    repetitions: fitted.repetitions,
    run: () => runChild(runtime.command, args, job, { timeoutMs: TIMEOUT_MS }),
  };
}

/** { case, repetitions } or { problem }: what a slow contender is asked for. */
function fit(slow, { exact, metrics }, oneCase, repetitions) {
  // The slowdown of a program is asked of all alike.
  if (Object.values(metrics).some(({ overNone }) => overNone)) return { case: oneCase, repetitions };
  const { size, rounds } = oneCase;
  if (exact && size > slow.size) return { problem: `too slow for this size, try --size ${slow.size}` };
  return {
    case: { ...oneCase, size: Math.min(size, slow.size), rounds: rounds && Math.min(rounds, slow.rounds) },
    repetitions: Math.min(repetitions, slow.repetitions),
  };
}

module.exports = bench;
if (require.main === module) run(bench);
