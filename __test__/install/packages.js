'use strict';

// The registry, the package managers, bundlers and checks, from npm into this folder's node_modules (not in git), unless
// they are there. `node __test__/install/packages.js` does it ahead of the tests. (A package asks for a tag of node-fetch
// that not every registry has: package.json overrides it.)

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const folder = path.join(__dirname, 'node_modules');

/** The path of the folder that has them. Several may ask at once: each installs aside, and the first one's are taken. */
function packages() {
  if (fs.existsSync(folder)) return folder;
  const aside = fs.mkdtempSync(path.join(__dirname, 'installing-'));
  try {
    for (const file of ['package.json', 'package-lock.json']) {
      fs.copyFileSync(path.join(__dirname, file), path.join(aside, file));
    }
    execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: aside, stdio: 'inherit' });
    fs.renameSync(path.join(aside, 'node_modules'), folder);
  } catch (error) {
    if (!fs.existsSync(folder)) throw error;
  } finally {
    fs.rmSync(aside, { recursive: true });
  }
  return folder;
}

module.exports = { packages };

if (require.main === module) packages();
