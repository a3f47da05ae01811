'use strict';

// The packages of docs/leak-examples.md, from npm, installed into this folder's node_modules (not in git) unless they are
// there.

const fs = require('node:fs');
const path = require('node:path');
const { installAside } = require('../../../scripts/aside.js');

const folder = path.join(__dirname, 'node_modules');
const gcTracker = path.resolve(__dirname, '../../..');

/** The path of the folder that has them. */
const packages = () => installAside(__dirname);

/** Makes a folder's node_modules: links to the packages and to gc-tracker. */
function linkPackages(into) {
  const modules = path.join(into, 'node_modules');
  fs.mkdirSync(modules);
  for (const name of fs.readdirSync(packages())) {
    if (!name.startsWith('.')) fs.symlinkSync(path.join(folder, name), path.join(modules, name));
  }
  fs.symlinkSync(gcTracker, path.join(modules, 'gc-tracker'));
}

/** Links what is installed as after-NAME in the place of NAME; returns its version. */
function upgrade(into, name) {
  const link = path.join(into, 'node_modules', name);
  fs.rmSync(link);
  fs.symlinkSync(path.join(folder, `after-${name}`), link);
  return versionOf(into, name);
}

function versionOf(into, name) {
  return JSON.parse(fs.readFileSync(path.join(into, 'node_modules', name, 'package.json'), 'utf8')).version;
}

/** With this, a package that is linked is where its link is, as if it had been installed there. */
const AS_INSTALLED = { NODE_PRESERVE_SYMLINKS: '1' };

module.exports = { AS_INSTALLED, linkPackages, packages, upgrade, versionOf };
