'use strict';

// What a bench does from its command line to its exit code. Tables go to stdout, progress to stderr.
//
// A bench is an object with
//   file          its own path
//   about         a line for the head of the output
//   options       { name: kind } of options.js; `against` lets it compare two checkouts
//   contenders    see contenders.js (optional)
//   scenarios     [{ name, … }], which are chosen by name (optional)
//   tables(options, { tell, progress })    yields the tables of report.js, one after the other
//   bars, barsTitle    see bars.js (optional)

const path = require('node:path');
const process = require('node:process');
const { barsAgainst, evaluateBars } = require('./bars.js');
const { root } = require('./checkout.js');
const { prepare } = require('./contenders.js');
const { describeBuild, describeMachine } = require('./machine.js');
const { parseOptions } = require('./options.js');
const { renderBars, renderHead, renderTable } = require('./report.js');

/** Runs a bench with the arguments of this process, and sets its exit code. */
function run(bench) {
  return main(() => runBench(bench, process.argv.slice(2)));
}

/** Sets the exit code to what the function resolves with; 1 if it fails, 2 if that is the command line's fault. */
async function main(work) {
  try {
    process.exitCode = await work();
  } catch (error) {
    tell(error.usage ? error.message : error.stack);
    process.exitCode = error.usage ? 2 : 1;
  }
}

async function runBench(bench, args) {
  const options = parseOptions(bench, args);
  const command = ['node', path.relative(root, bench.file), ...args].join(' ');
  const machine = describeMachine();
  const builds = describeBuilds(options);
  const started = Date.now();
  const print = options.json ? () => {} : (text) => console.log(text);
  print(`${renderHead(command, builds, bench.about, machine)}\n`);
  if (options.contenders) options.contenders = await prepare(options.contenders, tell);
  const tables = [];
  for await (const table of timed(bench.tables(options, { tell, progress }))) {
    progress('');
    tables.push(table);
    print(`${renderTable(table)}\n`);
  }
  const compared = options.against !== undefined;
  const bars = evaluateBars(compared ? barsAgainst(tables) : (bench.bars ?? []), tables);
  const changed = JSON.stringify(describeBuilds(options)) !== JSON.stringify(builds);
  if (changed) tell('gc-tracker was edited or rebuilt during the run: its figures are of several builds');
  const seconds = secondsSince(started);
  const runtimes = [...new Set(tables.map(({ runtime }) => runtime))];
  const title = compared ? `Must reach: at most 3 % slower than ${options.against}` : bench.barsTitle;
  if (bars.length > 0) print(`${renderBars(title, bars, runtimes)}\n`);
  print(`${seconds} s`);
  if (options.json) {
    const everything = { command, machine, builds, changed, seconds, tables, mustReach: bars };
    console.log(JSON.stringify(everything, null, 2));
  }
  return exitCode(tables, bars, options.check);
}

function describeBuilds({ against }) {
  const builds = { build: describeBuild(root) };
  if (against !== undefined) builds.before = describeBuild(against);
  return builds;
}

/** The tables, with how many seconds each took. */
async function* timed(tables) {
  let from = Date.now();
  for await (const table of tables) {
    yield { ...table, seconds: secondsSince(from) };
    from = Date.now();
  }
}

/** 1 if anybody failed but those that gc-tracker is measured against or, with --check, if a bar was missed. */
function exitCode(tables, bars, check) {
  const failures = tables.flatMap(({ title, runtime, rows }) =>
    rows
      .filter(({ peer, problem }) => problem !== undefined && !peer)
      .map((row) => `${title}, ${runtime}: ${row.title} ${row.problem}`),
  );
  for (const failure of failures) tell(failure);
  const missed = bars.some(({ results }) => results.some(({ met }) => met === false));
  return failures.length > 0 || (check && missed) ? 1 : 0;
}

function tell(text) {
  process.stderr.write(`bench: ${text}\n`);
}

function progress(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}

function secondsSince(time) {
  return Math.round((Date.now() - time) / 1000);
}

module.exports = { main, run, tell };
