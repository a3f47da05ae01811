'use strict';

// Packages that only some tests or tools need: installed from npm into the node_modules (not in git) of the folder that
// has their package.json and lock file.

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

/**
 * The path of the folder's node_modules, installed unless it is there. Several processes may ask at once, and one may
 * be interrupted: each installs aside, and the first one's are taken.
 */
function installAside(folder) {
  const modules = path.join(folder, 'node_modules');
  if (fs.existsSync(modules)) return modules;
  const aside = fs.mkdtempSync(path.join(folder, 'installing-'));
  try {
    for (const file of ['package.json', 'package-lock.json']) {
      fs.copyFileSync(path.join(folder, file), path.join(aside, file));
    }
    const args = ['ci', '--no-audit', '--no-fund', '--silent'];
    execFileSync('npm', args, { cwd: aside, stdio: 'inherit', shell: process.platform === 'win32' });
    fs.renameSync(path.join(aside, 'node_modules'), modules);
  } catch (error) {
    if (!fs.existsSync(modules)) throw error;
  } finally {
    fs.rmSync(aside, { recursive: true });
  }
  return modules;
}

module.exports = { installAside };
