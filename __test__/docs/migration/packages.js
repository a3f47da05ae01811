'use strict';

// What docs/migration.md migrates from, installed from npm into this folder's node_modules (not in git) unless it is
// there. memwatch has no binaries: it is compiled, for Node.js 20 alone, which takes some ten seconds.

const path = require('node:path');
const process = require('node:process');
const { installAside, npm } = require('../../../scripts/aside.js');

/** Whether the running Node.js is the one that memwatch is compiled for. */
const hasMemwatch = process.versions.node.startsWith('20.');

/** The path of the folder that has them. */
function packages() {
  return installAside(__dirname, (modules) => {
    if (hasMemwatch) npm(['run', 'install'], path.join(modules, '@airbnb/node-memwatch'));
  });
}

module.exports = { hasMemwatch, packages };
