'use strict';

// `npm run bench:leaks`: measures the leak assertions against others. Tables go to stdout, progress to
// stderr. A bar that is missed is information: only --check turns it into exit 1.

const { installedNodes } = require('../../__test__/runtimes/index.js');
const { chooseRuntimes, describeBuild, describeMachine } = require('../machine.js');
const { evaluateBars } = require('./bars.js');
const { parseOptions } = require('./options.js');
const { installPeers } = require('./peers.js');
const { runPlan } = require('./plan.js');
const { header, renderBars, renderTable } = require('./report.js');

async function main(args) {
  const options = parseOptions(args);
  const chosen = chooseRuntimes(options.runtimes);
  const every = options.runtimes === undefined && installedNodes().length > 0 ? installedNodes() : chosen;
  const command = ['node bench/leaks/run.js', ...args].join(' ');
  const machine = describeMachine();
  const build = describeBuild();
  installPeers(tell);
  const progress = process.stderr.isTTY ? (text) => process.stderr.write(`\r\x1b[K${text}`) : () => {};
  const started = Date.now();
  if (!options.json) console.log(`${header(command, build, machine)}\n`);
  const tables = [];
  for await (const table of runPlan(options, { chosen, every }, progress)) {
    progress('');
    tables.push(table);
    if (!options.json) console.log(`${renderTable(table)}\n`);
  }
  const bars = evaluateBars(tables);
  const changed = describeBuild() !== build;
  if (changed) tell('gc-tracker was edited or rebuilt during the run: its figures are of several builds');
  const seconds = Math.round((Date.now() - started) / 1000);
  const everything = { command, machine, build, changed, seconds, tables, mustReach: bars };
  if (options.json) console.log(JSON.stringify(everything, null, 2));
  else console.log(`${renderBars(bars, every)}\n\n${seconds} s`);
  return exitCode(tables, bars, options.check);
}

/** 1 if gc-tracker failed or, with --check, if a bar was missed. */
function exitCode(tables, bars, check) {
  const rows = tables.flatMap((table) => table.rows);
  const broken = rows.filter(({ contender, problem }) => problem && contender.startsWith('gc-tracker'));
  for (const { title, problem } of broken) tell(`${title} ${problem}`);
  const missed = bars.flatMap(({ results }) => results).some(({ met }) => met === false);
  return broken.length > 0 || (check && missed) ? 1 : 0;
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
