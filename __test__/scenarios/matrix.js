'use strict';

// The core scenarios on every runtime, as a table. `npm run matrix -- --times 50` runs each of them
// fifty times; names of scenarios choose some.

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

  const failures = [];
  let passed = 0;
  for (const name of chosen) {
    const row = [];
    for (const runtime of columns) {
      let failed = 0;
      for (let time = 0; time < times; time++) {
        const { ok, reason } = await runScenario(name, runtime);
        if (ok) continue;
        failed++;
        failures.push(reason);
      }
      passed += times - failed;
      if (times === 1) row.push(failed ? 'FAILED' : 'ok');
      else row.push(`${times - failed}/${times}`);
    }
    console.log(cells(name, row));
  }
  for (const reason of failures) console.error(`\n${reason}`);
  console.log(`\n${passed} passed, ${failures.length} failed`);
  process.exitCode = failures.length === 0 ? 0 : 1;
}

main();
