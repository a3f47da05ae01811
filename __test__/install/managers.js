'use strict';

// How the package managers install what a project depends on, in the environment of a machine.

const fs = require('node:fs');
const path = require('node:path');
const process = require('node:process');
const { current } = require('../packages');

const tool = (file) => path.join(current(), file);
const pnpm = tool('pnpm/bin/pnpm.cjs');
const classic = tool('yarn/bin/yarn.js');
const berry = tool('@yarnpkg/cli-dist/bin/yarn.js');

/** By title: (machine, folder) => what became of it. */
const managers = {
  npm: ({ run }, folder) => run('npm', ['install'], folder),
  'npm 10': ({ run }, folder) => run(process.execPath, [tool('npm10/bin/npm-cli.js'), 'install'], folder),
  'npm --ignore-scripts': ({ run }, folder) => run('npm', ['install', '--ignore-scripts'], folder),
  pnpm: ({ run }, folder) => run(process.execPath, [pnpm, 'install'], folder),
  'yarn 1': ({ run }, folder) => run(process.execPath, [classic, 'install'], folder),
  'yarn 4, node_modules': (machine, folder) => runBerry(machine, folder, 'node-modules'),
  "yarn 4, Plug'n'Play": (machine, folder) => runBerry(machine, folder, 'pnp'),
};

/** Options stand in a file, beside those that are there; a lock file ends the search for a project in the folders above. */
function runBerry({ run, registry }, folder, linker) {
  const options = {
    nodeLinker: linker,
    pnpEnableEsmLoader: true,
    npmRegistryServer: registry,
    unsafeHttpWhitelist: ['127.0.0.1'],
    enableTelemetry: false,
    // What is asked for was published a moment ago.
    npmMinimalAgeGate: 0,
  };
  const lines = Object.entries(options).map(([name, value]) => `${name}: ${JSON.stringify(value)}\n`);
  fs.appendFileSync(path.join(folder, '.yarnrc.yml'), lines.join(''));
  fs.writeFileSync(path.join(folder, 'yarn.lock'), '');
  return run(process.execPath, [berry, 'install'], folder);
}

/** Without node_modules, yarn has to say where the packages are. */
function runInstalled({ run }, folder, file) {
  const command = fs.existsSync(path.join(folder, '.pnp.cjs')) ? [berry, 'node', file] : [file];
  return run(process.execPath, command, folder);
}

module.exports = { managers, runInstalled };
