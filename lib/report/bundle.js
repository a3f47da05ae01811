'use strict';

// CommonJS files as one script for a page: each in a function, loaded when it is first required. What they require are
// files, by relative paths.

const fs = require('node:fs');
const path = require('node:path');

const REQUIRE = /\brequire\('(\.[^']+)'\)/g;

/** The script that runs `entry`. */
function bundle(entry) {
  const files = new Map();
  add(files, entry);
  const nameOf = (file) => path.relative(path.dirname(entry), file).split(path.sep).join('/');
  const modules = [...files].map(([file, code]) => {
    const named = code.replace(REQUIRE, (_, to) => call(nameOf(path.resolve(path.dirname(file), to))));
    return `'${nameOf(file)}'(module, require) {\n${named}},\n`;
  });
  return `(() => {
const modules = {
${modules.join('')}};
const loaded = {};
function require(name) {
  if (loaded[name] === undefined) {
    const module = (loaded[name] = { exports: {} });
    modules[name](module, require);
  }
  return loaded[name].exports;
}
${call(nameOf(entry))};
})();
`;
}

function call(name) {
  return `require(${JSON.stringify(name)})`;
}

/** A file and what it requires, without comments of whole lines. */
function add(files, file) {
  if (files.has(file)) return;
  const code = fs.readFileSync(file, 'utf8').replace(/^ *(?:\/\/|\/\*\*|\*).*\n/gm, '');
  files.set(file, code);
  for (const [, to] of code.matchAll(REQUIRE)) add(files, path.resolve(path.dirname(file), to));
}

module.exports = { bundle };
