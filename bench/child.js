'use strict';

// One measurement in a process of its own: `child.js <scenario> <contender> <case as JSON>`. Prints one
// line, RESULT and JSON: { metrics }, { unavailable: reason } or { failed: reason }. Then it waits to
// be killed, since how long a process with millions of targets takes to exit is no part of any figure.

const { setTimeout } = require('node:timers');
const { load } = require('./contenders/index.js');
const { scenarios } = require('./scenarios/index.js');

async function main([scenarioName, contenderName, json]) {
  const { run } = scenarios.find(({ name }) => name === scenarioName);
  let contender;
  try {
    contender = load(contenderName);
  } catch (error) {
    return { unavailable: firstLine(error) };
  }
  try {
    return { metrics: await run(contender, JSON.parse(json)) };
  } catch (error) {
    return { failed: firstLine(error) };
  }
}

function firstLine(error) {
  return String(error?.message ?? error).split('\n')[0];
}

main(process.argv.slice(2)).then((result) => {
  process.stdout.write(`RESULT ${JSON.stringify(result)}\n`);
  setTimeout(() => process.exit(), 10_000);
});
