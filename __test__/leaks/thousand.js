'use strict';

// node thousand.js [COUNT]: 1,000 clean assertions in a row, or COUNT, on each Node that is installed. Exits
// with 1 if there is a false alarm.

const { runClean } = require('./clean');
const { nodes } = require('../runtimes');

async function main() {
  const count = Number(process.argv[2] ?? 1000);
  if (!Number.isInteger(count) || count < 1) {
    console.error(`usage: node thousand.js [COUNT]; COUNT is a positive integer, not ${process.argv[2]}`);
    process.exit(2);
  }
  for (const { name, command } of nodes()) {
    const { done, snapshots, alarms } = await runClean(count, command);
    console.log(`${name}: ${done} assertions, ${snapshots} snapshots, ${alarms.length} false alarms`);
    for (const alarm of alarms) console.log(`\n${alarm}`);
    if (alarms.length > 0) process.exitCode = 1;
  }
}

main();
