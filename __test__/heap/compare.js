'use strict';

// node compare.js SNAPSHOT COLUMNS [ORACLE]: says where a file of columns differs from DevTools' analysis
// of the same snapshot; exits with 1 then. ORACLE is a file that oracle/dump.js wrote; without it the
// analysis is done now. A tool to find differences with; the test is oracle.test.js.

const { describe, differences, readColumns } = require('./columns.js');
const { labels } = require('./labels.js');
const oracle = require('./oracle');

async function main() {
  const [snapshot, actualFile, oracleFile] = process.argv.slice(2);
  if (actualFile === undefined) {
    console.error('usage: node compare.js SNAPSHOT COLUMNS [ORACLE]');
    process.exit(2);
  }
  const actual = readColumns(actualFile);
  if (oracleFile === undefined) await oracle.install();
  const expected = oracleFile === undefined ? await oracle.columns(snapshot) : readColumns(oracleFile);
  const found = differences(actual, expected);
  if (found.length === 0) {
    console.log(`${snapshot}: all ${expected.id.length} nodes are equal`);
    return;
  }
  const label = labels(snapshot);
  console.log(`${snapshot}: of ${expected.id.length} nodes`);
  for (const difference of found) console.log(describe(difference, actual, expected, label));
  process.exitCode = 1;
}

main();
