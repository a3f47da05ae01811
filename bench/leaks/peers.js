'use strict';

// Installs what is measured against beside this file. If that fails, each of them is "not available".

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

function installPeers(tell) {
  if (fs.existsSync(path.join(__dirname, 'node_modules', '.package-lock.json'))) return;
  tell('installing the peers of the bench (npm ci in bench/leaks/)');
  // No install scripts: one of them downloads a browser.
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
  const { status, error, stderr } = spawnSync('npm', args, { cwd: __dirname, encoding: 'utf8' });
  if (status !== 0) tell(`npm ci: ${error?.message ?? stderr.trim().split('\n').at(-1)}`);
}

module.exports = { installPeers };
