'use strict';

// node show.js CASE [node20|22|24|26]: the raw paths of a planted leak as the snapshot has them, the report,
// and what is wrong with it: for those who write the rules that read paths.

const { spawnSync } = require('node:child_process');
const path = require('node:path');
const { installedNodes } = require('../runtimes');
const { expectations, faults, names } = require('./cases.js');

async function main() {
  const [given, version] = process.argv.slice(2);
  const name = names.find((one) => one === given || one.replace(/\.m?js$/, '') === given);
  if (name === undefined) {
    console.error(`usage: node show.js CASE [node20|22|24|26]\ncases: ${names.join(' ')}`);
    process.exit(2);
  }
  const wanted = `node ${version?.replace(/^node/, '')}`;
  const command = installedNodes().find((one) => one.name === wanted)?.command ?? process.execPath;
  const args = ['--require', path.join(__dirname, 'raw.js'), path.join(__dirname, 'run.js'), name, 'leak'];
  const { stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  console.log(stderr);
  const result = JSON.parse(stdout);
  console.log(result.stack ?? 'passed');
  for (const fault of faults(result, await expectations(name))) console.log(`FAULT: ${fault}`);
}

main();
