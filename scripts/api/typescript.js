'use strict';

// TypeScript's parser, from this folder's node_modules (not in git), where it is installed if it is missing.

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const folder = path.join(__dirname, 'node_modules');

/** Several processes may install at once: each does so aside, and the first one's is taken. */
function install() {
  const aside = fs.mkdtempSync(path.join(__dirname, 'installing-'));
  try {
    for (const file of ['package.json', 'package-lock.json']) {
      fs.copyFileSync(path.join(__dirname, file), path.join(aside, file));
    }
    execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--silent'], { cwd: aside, stdio: 'inherit' });
    fs.renameSync(path.join(aside, 'node_modules'), folder);
  } catch (error) {
    if (!fs.existsSync(folder)) throw error;
  } finally {
    fs.rmSync(aside, { recursive: true });
  }
}

if (!fs.existsSync(folder)) install();

module.exports = require('typescript');
