'use strict';

// node fifty.js [COUNT [CASE...]]: the clean twin of each case or of some, 50 times or COUNT, on each Node that is installed,
// ten in a row in a process. Prints what fails and how many false alarms there are; exits with 1 if there is one, or if a check
// took more than two snapshots.

const { nodes } = require('../runtimes');
const { names, runCase } = require('./cases.js');

/** Checks in a row in a process. */
const IN_A_ROW = 10;
const MOST_SNAPSHOTS = 2;
const AT_ONCE = 2;

/** Resolves with { alarms, snapshots } of so many checks of a clean twin. */
async function runTwin(name, command, count) {
  const alarms = [];
  let snapshots = 0;
  for (let done = 0; done < count; done += IN_A_ROW) {
    const times = Math.min(IN_A_ROW, count - done);
    const result = await runCase(name, 'clean', { command, times });
    if (!result.passed) alarms.push(`${name}: ${result.stack}`);
    snapshots = Math.max(snapshots, result.snapshots);
  }
  return { alarms, snapshots };
}

async function main() {
  const [first = '50', ...chosen] = process.argv.slice(2);
  const count = Number(first);
  if (!Number.isInteger(count) || count < 1) {
    console.error(`usage: node fifty.js [COUNT [CASE...]]; COUNT is a positive integer, not ${first}`);
    process.exit(2);
  }
  const cases = names.filter((name) => chosen.length === 0 || chosen.includes(name.replace(/\.m?js$/, '')));
  for (const { name: runtime, command } of nodes()) {
    let alarmed = 0;
    const waiting = [...cases];
    const work = async () => {
      for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
        const { alarms, snapshots } = await runTwin(name, command, count);
        if (alarms.length === 0 && snapshots <= MOST_SNAPSHOTS) continue;
        alarmed += alarms.length;
        process.exitCode = 1;
        console.log(`${runtime}: ${name}: ${snapshots} snapshots\n${alarms.join('\n\n')}`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    console.log(`${runtime}: ${cases.length} twins, ${count} checks each, ${alarmed} false alarms`);
  }
}

main();
