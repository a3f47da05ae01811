'use strict';

// Installs the bench's own dependencies, when they are missing. npm may refuse weak-napi's install
// script; the package carries binaries for the usual platforms, and for the others the script is run
// here. Whatever fails is told, and that contender is then "not available".

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const modules = path.join(__dirname, 'node_modules');

function installPeers(tell) {
  if (!fs.existsSync(path.join(modules, '.package-lock.json'))) {
    tell('installing the peers of the bench (npm ci in bench/)');
    if (!npm(['ci', '--no-audit', '--no-fund'], __dirname, tell)) return;
  }
  if (!loads('weak-napi')) {
    tell('building weak-napi');
    npm(['run', 'install'], path.join(modules, 'weak-napi'), tell);
  }
}

function npm(args, cwd, tell) {
  const { status, error, stderr } = spawnSync('npm', args, { cwd, encoding: 'utf8' });
  if (status !== 0)
    tell(`npm ${args.join(' ')} failed: ${error?.message ?? stderr.trim().split('\n').at(-1)}`);
  return status === 0;
}

function loads(name) {
  const program = `require(${JSON.stringify(path.join(modules, name))})`;
  return spawnSync(process.execPath, ['-e', program]).status === 0;
}

module.exports = { installPeers };
