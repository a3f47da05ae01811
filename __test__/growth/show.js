'use strict';

// node show.js CASE|all [leak|clean] [node20|22|24|26]: the report of a planted growth leak or of its clean twin, and what is
// wrong with it: for those who write cases, and the rules that read paths.

const { installedNodes } = require('../runtimes');
const { expectations, faults, names, runCase } = require('./cases.js');

async function main() {
  const [given, mode = 'leak', version] = process.argv.slice(2);
  const chosen = names.filter((one) => given === 'all' || one.replace(/\.m?js$/, '') === given);
  if (chosen.length === 0) {
    console.error(`usage: node show.js CASE|all [leak|clean] [node20|22|24|26]\ncases: ${names.join(' ')}`);
    process.exit(2);
  }
  const wanted = `node ${version?.replace(/^node/, '')}`;
  const command = installedNodes().find((one) => one.name === wanted)?.command;
  for (const name of chosen) {
    const result = await runCase(name, mode, { command });
    console.log(`${name}: ${result.message ?? 'passed'}\n`);
    const isRight = mode === 'clean' && result.passed;
    for (const fault of isRight ? [] : faults(result, await expectations(name)))
      console.log(`FAULT: ${fault}\n`);
  }
}

main();
