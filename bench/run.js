'use strict';

// `npm run bench`: measures gc-tracker against the other ways to learn of a collection. Tables go to
// stdout, progress to stderr. A bar that is missed is information: only --check turns it into exit 1.

const { parseOptions } = require('./options.js');
const { chooseRuntimes, describeBuild, describeMachine } = require('./machine.js');
const { installPeers } = require('./peers.js');
const { runPlan } = require('./plan.js');
const { evaluateBars } = require('./bars.js');
const { header, renderTable, renderBars } = require('./report.js');

async function main(args) {
  const options = parseOptions(args);
  const runtimes = chooseRuntimes(options.runtimes);
  const command = ['node bench/run.js', ...args].join(' ');
  const machine = describeMachine();
  const build = describeBuild();
  installPeers(tell);
  const progress = process.stderr.isTTY ? (text) => process.stderr.write(`\r\x1b[K${text}`) : () => {};
  const started = Date.now();
  if (!options.json) console.log(`${header(command, build, machine)}\n`);
  const tables = [];
  // One scenario after the other, so that what is known is on the screen.
  for (const scenario of options.scenarios) {
    const from = Date.now();
    const some = await runPlan([scenario], runtimes, options, progress);
    progress('');
    tables.push(...some);
    if (options.json) continue;
    for (const table of some) console.log(`${renderTable(table)}\n`);
    console.log(`(${scenario.name}: ${Math.round((Date.now() - from) / 1000)} s)\n`);
  }
  const bars = evaluateBars(tables);
  const changed = describeBuild() !== build;
  if (changed) tell('gc-tracker was edited or rebuilt during the run: its figures are of several builds');
  const names = runtimes.map(({ name }) => name);
  const seconds = Math.round((Date.now() - started) / 1000);
  const everything = { command, machine, build, changed, seconds, tables, mustReach: bars };
  if (options.json) console.log(JSON.stringify(everything, null, 2));
  else console.log(`${renderBars(bars, names)}\n\n${seconds} s`);
  return exitCode(tables, bars, options);
}

/** 1 if nothing was measured of gc-tracker, or, with --check, if a bar was missed. */
function exitCode(tables, bars, { check, contenders }) {
  const failures = tables.flatMap(({ scenario, runtime, rows }) =>
    rows
      .filter(({ contender, problem }) => problem !== undefined && ['gc-tracker', 'none'].includes(contender))
      .map(({ title, problem }) => `${scenario}, ${runtime}: ${title} ${problem}`),
  );
  for (const failure of failures) tell(failure);
  if (failures.length > 0 && contenders === undefined) return 1;
  return check && bars.some(({ results }) => results.some(({ met }) => met === false)) ? 1 : 0;
}

function tell(text) {
  process.stderr.write(`bench: ${text}\n`);
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    tell(error.usage ? error.message : error.stack);
    process.exitCode = error.usage ? 2 : 1;
  },
);
