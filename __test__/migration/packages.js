'use strict';

// What docs/migration.md migrates from, installed from npm into this folder's node_modules (not in git) unless it is
// there. memwatch has no binaries: it is compiled, for Node.js 20 alone, which takes some ten seconds.

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const process = require('node:process');

const folder = path.join(__dirname, 'node_modules');

/** Whether the running Node.js is the one that memwatch is compiled for. */
const hasMemwatch = process.versions.node.startsWith('20.');

/** The path of the folder that has them. Installed aside: what was interrupted is not taken for an installation. */
function packages() {
  if (fs.existsSync(folder)) return folder;
  const aside = fs.mkdtempSync(path.join(__dirname, 'installing-'));
  try {
    for (const file of ['package.json', 'package-lock.json']) {
      fs.copyFileSync(path.join(__dirname, file), path.join(aside, file));
    }
    // npm may refuse install scripts, so it is told which one to run.
    const npm = (args, cwd) => execFileSync('npm', args, { cwd, stdio: 'inherit' });
    npm(['ci', '--no-audit', '--no-fund', '--ignore-scripts'], aside);
    if (hasMemwatch) npm(['run', 'install'], path.join(aside, 'node_modules/@airbnb/node-memwatch'));
    fs.renameSync(path.join(aside, 'node_modules'), folder);
  } catch (error) {
    if (!fs.existsSync(folder)) throw error;
  } finally {
    fs.rmSync(aside, { recursive: true });
  }
  return folder;
}

module.exports = { hasMemwatch, packages };
