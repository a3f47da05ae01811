'use strict';

// node dump.js FILE OUT [FILE OUT]...: writes the oracle's columns of each snapshot FILE to OUT, and its
// classes (without and with interfaces for plain objects) and duplicate strings to OUT.json. Prints a line
// for each that is done. A process of its own, since one keeps a few hundred MB.

const fs = require('node:fs');
const { writeColumns } = require('../columns.js');
const { classes, columnsOf, duplicateStrings, load } = require('./index.js');

async function main() {
  const files = process.argv.slice(2);
  if (files.length === 0 || files.length % 2 !== 0) {
    console.error('usage: node dump.js FILE OUT [FILE OUT]...');
    process.exit(2);
  }
  for (let index = 0; index < files.length; index += 2) {
    const [file, out] = files.slice(index);
    const snapshot = await load(file);
    writeColumns(out, columnsOf(snapshot));
    const answers = {
      plain: classes(snapshot),
      inferred: classes(snapshot, { interfaces: true }),
      duplicates: duplicateStrings(snapshot),
    };
    fs.writeFileSync(`${out}.json`, JSON.stringify(answers));
    console.log(out);
  }
}

// DevTools warns of nodes that it cannot reach; there always are some.
console.warn = () => {};
main();
