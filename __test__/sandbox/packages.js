'use strict';

// The Emscripten packages that are sandboxed, from npm: opencv4 (old glue, 128 MB of linear memory), opencv5 (new glue),
// sql.js and draco3d. Installed within this folder's node_modules (not in git), unless they are there.

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const folder = path.join(__dirname, 'node_modules');

/** The path of the folder that has them. */
function packages() {
  if (!fs.existsSync(path.join(folder, '.package-lock.json'))) {
    execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: __dirname, stdio: 'inherit' });
  }
  return folder;
}

module.exports = { packages };
