'use strict';

// Installs what the planted growth leaks need from npm, within this folder's node_modules (not in git), unless it is
// there.

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const installed = path.join(__dirname, 'node_modules', '.package-lock.json');

function install() {
  if (fs.existsSync(installed)) return;
  execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: __dirname, stdio: 'inherit' });
}

module.exports = { install };

if (require.main === module) install();
