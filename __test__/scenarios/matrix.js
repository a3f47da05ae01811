'use strict';

// The core scenarios on every runtime, as a table, as many at once as there are cores. `npm run matrix -- --times 50` runs each
// of them fifty times; names of scenarios choose some.

const os = require('node:os');
const { parseArgs } = require('node:util');
const runtimes = require('../runtimes');
const { names, runScenario } = require('.');

const USAGE = `usage: npm run matrix -- [--times N] [scenario...]\nscenarios: ${names.join(', ')}`;

function parse() {
  try {
    const { values, positionals } = parseArgs({
      options: { times: { type: 'string', default: '1' } },
      allowPositionals: true,
    });
    const unknown = positionals.find((name) => !names.includes(name));
    if (unknown !== undefined) throw new Error(`unknown scenario: ${unknown}`);
    const times = Number(values.times);
    if (!Number.isInteger(times) || times < 1)
      throw new Error(`--times must be a positive integer, not ${values.times}`);
    return { times, chosen: positionals.length > 0 ? positionals : names };
  } catch (error) {
    console.error(`${error.message}\n${USAGE}`);
    process.exit(2);
  }
}

/** Resolves with the results of all jobs, in their order. */
async function runAll(jobs) {
  const results = [];
  let next = 0;
  const work = async () => {
    while (next < jobs.length) {
      const index = next++;
      results[index] = await jobs[index]();
    }
  };
  await Promise.all(Array.from({ length: os.availableParallelism() }, work));
  return results;
}

/** The reasons for which a scenario failed on a runtime. */
async function failuresOf(name, runtime, times) {
  const failures = [];
  for (let time = 0; time < times; time++) {
    const { ok, reason } = await runScenario(name, runtime);
    if (!ok) failures.push(reason);
  }
  return failures;
}

async function main() {
  const { times, chosen } = parse();
  runtimes.install();
  const columns = runtimes.installed();
  const width = Math.max(...chosen.map((name) => name.length)) + 2;
  const cells = (first, rest) => first.padEnd(width) + rest.map((text) => text.padEnd(10)).join('');
  console.log(
    cells(
      '',
      columns.map(({ name }) => name),
    ),
  );
  console.log(
    cells(
      '',
      columns.map(({ version }) => version),
    ),
  );

  const jobs = chosen.flatMap((name) => columns.map((runtime) => () => failuresOf(name, runtime, times)));
  const results = await runAll(jobs);
  for (const [row, name] of chosen.entries()) {
    const failed = results
      .slice(row * columns.length, (row + 1) * columns.length)
      .map(({ length }) => length);
    const texts = failed.map((count) => (count > 0 ? 'FAILED' : 'ok'));
    console.log(cells(name, times === 1 ? texts : failed.map((count) => `${times - count}/${times}`)));
  }
  const failures = results.flat();
  const passed = jobs.length * times - failures.length;
  for (const reason of failures) console.error(`\n${reason}`);
  console.log(`\n${passed} passed, ${failures.length} failed`);
  process.exitCode = failures.length === 0 ? 0 : 1;
}

main();
