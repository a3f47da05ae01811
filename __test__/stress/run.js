'use strict';

// The stress suite: what gc-tracker must survive, on each installed Node. Two jobs (a scenario on a
// runtime) run at a time, nothing is tried twice, and every job runs in child processes under a
// time limit. Prints a table, exits with 1 if a job failed.
//
//   node __test__/stress/run.js [--long] [--runtimes 20,22] [--seed 7] [scenario …]

const { installedNodes } = require('../runtimes');
const { table } = require('./table.js');

const JOBS = 2;
// The longest first, so that the last one does not run alone.
const scenarios = ['sanitizers', 'many', 'memory', 'native', 'workers', 'realms', 'exits'];

const usage = `usage: node __test__/stress/run.js [options] [scenario …]

scenarios: ${scenarios.join(', ')} (all of them if none is named)
  --long            the long form; the short one takes about two minutes
  --runtimes 20,22  only these major versions of Node; the running one if none is installed
  --seed <number>   repeats the random choices of a run that printed this seed
`;

class UsageError extends Error {}

function parse(argv) {
  const options = { long: false, majors: null, seed: Date.now() % 1_000_000, names: [] };
  const rest = [...argv];
  while (rest.length > 0) {
    const argument = rest.shift();
    if (argument === '--long') options.long = true;
    else if (argument === '--runtimes') options.majors = majorsOf(rest.shift());
    else if (argument === '--seed') options.seed = integer(rest.shift(), '--seed');
    else if (scenarios.includes(argument)) options.names.push(argument);
    else throw new UsageError(`unknown argument '${argument}'`);
  }
  return options;
}

function majorsOf(text) {
  return (text ?? '').split(',').map((major) => integer(major, '--runtimes'));
}

function integer(text, option) {
  if (!/^\d+$/.test(text ?? '')) throw new UsageError(`${option} wants a number, not '${text ?? ''}'`);
  return Number(text);
}

function runtimesFor(majors) {
  const running = {
    name: `node ${process.versions.node.split('.')[0]}`,
    command: process.execPath,
    args: [],
  };
  const installed = installedNodes();
  const known = installed.length > 0 ? installed : [{ ...running, version: process.versions.node }];
  if (majors === null) return known;
  return majors.map((major) => {
    const found = known.find(({ name }) => name === `node ${major}`);
    if (found === undefined) {
      throw new UsageError(
        `node ${major} is not installed; there is ${known.map(({ name }) => name).join(', ')}`,
      );
    }
    return found;
  });
}

/** A scenario is { title, runtimes(all), run(runtime, { long, seed }) → { figure, problems, skipped } }. */
function jobsOf({ names, majors }) {
  const all = runtimesFor(majors);
  const selected = scenarios.filter((name) => names.length === 0 || names.includes(name));
  return selected.flatMap((name) => {
    const scenario = require(`./${name}.js`);
    return (scenario.runtimes?.(all) ?? all).map((runtime) => ({ name, scenario, runtime }));
  });
}

async function runJob({ name, scenario, runtime }, options) {
  const started = performance.now();
  let outcome;
  try {
    outcome = await scenario.run(runtime, options);
  } catch (error) {
    outcome = { figure: '', problems: [error.stack] };
  }
  const status = outcome.problems.length > 0 ? 'FAILED' : outcome.skipped ? 'skipped' : 'ok';
  const seconds = (performance.now() - started) / 1000;
  process.stderr.write(`${name}, ${runtime.name}: ${status} after ${seconds.toFixed(1)} s\n`);
  return { name, runtime: runtime.name, status, seconds, ...outcome };
}

async function runAll(jobs, options) {
  const outcomes = new Array(jobs.length);
  let next = 0;
  const runner = async () => {
    while (next < jobs.length) {
      const index = next++;
      outcomes[index] = await runJob(jobs[index], options);
    }
  };
  await Promise.all(Array.from({ length: JOBS }, runner));
  return outcomes;
}

function report(outcomes) {
  const rows = outcomes.map(({ name, runtime, status, seconds, figure }) => [
    name,
    runtime,
    status,
    `${seconds.toFixed(1)} s`,
    figure,
  ]);
  console.log(`\n${table(['scenario', 'runtime', 'result', 'time', 'figures'], rows)}`);
  for (const { name, runtime, problems } of outcomes) {
    for (const problem of problems) console.log(`\nFAILED: ${name}, ${runtime}: ${problem}`);
  }
  const number = (wanted) => outcomes.filter(({ status }) => status === wanted).length;
  if (number('skipped') > 0) console.log(`\n${number('skipped')} skipped`);
  console.log(`\n${number('ok')} passed, ${number('FAILED')} failed`);
  return number('FAILED') === 0;
}

async function main() {
  const options = parse(process.argv.slice(2));
  const jobs = jobsOf(options);
  console.log(`stress suite, ${options.long ? 'long' : 'short'} form, seed ${options.seed}`);
  const outcomes = await runAll(jobs, options);
  process.exitCode = report(outcomes) ? 0 : 1;
}

main().catch((error) => {
  if (error instanceof UsageError) {
    process.stderr.write(`${error.message}\n\n${usage}`);
    process.exitCode = 2;
  } else {
    console.error(error);
    process.exitCode = 1;
  }
});
