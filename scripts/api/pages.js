'use strict';

// The pages of docs/api/: one for each entry of the package, from its declaration file, and one that leads to them.

const fs = require('node:fs');
const path = require('node:path');
const { anchorOf } = require('./anchor.js');
const { read } = require('./read.js');
const { renderEntry, renderIndex } = require('./render.js');

const root = path.resolve(__dirname, '../..');

/** Entries as package.json exports them. */
function readEntries() {
  const { name: packageName, exports } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  return Object.entries(exports)
    .filter(([, target]) => typeof target === 'object')
    .map(([subpath, { types, default: entry }]) => {
      const name = packageName + subpath.slice(1);
      const source = path.basename(types);
      const model = read(fs.readFileSync(path.join(root, types), 'utf8'));
      const loading = loadingOf(name, model, !entry.endsWith('.mjs'));
      return { name, source, file: `${path.basename(name)}.md`, loading, ...model };
    });
}

/** How a program gets the values, if there are any. */
function loadingOf(name, { declarations, isFunction }, isCommonJS) {
  const values = declarations.filter(({ kind }) => ['function', 'class', 'constant'].includes(kind));
  if (values.length === 0) return isCommonJS ? `require('${name}'); // or import` : `import '${name}';`;
  const list = values.map((value) => value.name).join(', ');
  const line = `const ${isFunction ? list : `{ ${list} }`} = require('${name}'); // or import`;
  return line.length <= 110
    ? line
    : line.replace('{ ', '{\n  ').replaceAll(', ', ',\n  ').replace(' }', ',\n}');
}

/** Where names are told of, as seen from one page: there first, then in the entries in their order. */
function linker(entry, entries) {
  return (name) => {
    const [type, method] = name.split('.');
    for (const other of [entry, ...entries]) {
      const found = other.declarations.find((declaration) => declaration.name === type);
      if (found === undefined) continue;
      const member = found.members.find((one) => one.name === method && one.isMethod && one.doc.text !== '');
      const anchor = anchorOf(member === undefined ? type : name);
      return `${other === entry ? '' : other.file}#${anchor}`;
    }
    return undefined;
  };
}

/** Their texts by file name. */
function pages() {
  const entries = readEntries();
  return new Map([
    ['README.md', renderIndex(entries)],
    ...entries.map((entry) => [entry.file, renderEntry(entry, linker(entry, entries))]),
  ]);
}

module.exports = { pages, readEntries };
