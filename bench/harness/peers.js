'use strict';

// Installs the packages that gc-tracker is measured against into bench/node_modules.

const { spawnSync } = require('node:child_process');
const path = require('node:path');
const process = require('node:process');
const { installAside } = require('../../scripts/aside.js');

function installPeers(tell) {
  // Install scripts do not run: one of them downloads a browser.
  installAside(path.join(__dirname, '..'), (modules) => finish(path.join(modules, 'weak-napi'), tell));
}

/** weak-napi carries binaries for the usual platforms; for the others its install script builds one. */
function finish(weakNapi, tell) {
  if (spawnSync(process.execPath, ['-e', `require(${JSON.stringify(weakNapi)})`]).status === 0) return;
  tell('building weak-napi');
  const { status, error, stderr } = spawnSync('npm', ['run', 'install'], { cwd: weakNapi, encoding: 'utf8' });
  if (status !== 0) tell(`weak-napi: ${error?.message ?? stderr.trim().split('\n').at(-1)}`);
}

module.exports = { installPeers };
