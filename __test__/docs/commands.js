'use strict';

// The commands of a page that teaches, run as a user types them but for the shell, with the packages that it installs.

const fs = require('node:fs');
const path = require('node:path');
const process = require('node:process');
const { run } = require('../adapters/run.js');
const { current, pinned, second } = require('../packages');
const { root } = require('../support/workspace.js');

const major = Number.parseInt(process.versions.node, 10);

/** What `npx` runs. */
const scripts = {
  mocha: 'node_modules/mocha/bin/mocha.js',
  jest: 'node_modules/jest/bin/jest.js',
  vitest: 'node_modules/vitest/vitest.mjs',
  tsc: 'node_modules/typescript/bin/tsc',
};

/** The node_modules with a runner that runs on this Node.js. */
const modulesFor = (runner) => (runner === 'vitest' && major < 22 ? second() : current());

/** What a Node.js with these arguments has printed in a folder: { code, output }. */
async function runIn(folder, args, env = {}) {
  const all = { NO_COLOR: '1', ...env };
  const { code, stdout, stderr } = await run({ command: process.execPath }, folder, args, all);
  return { code, output: `${stdout}${stderr}` };
}

/** The same of a command such as `npx mocha --timeout 30000 logout.test.js`. */
function runCommand(folder, command, env) {
  const [program, ...args] = command.split(' ');
  if (program === 'npx') args[0] = scripts[args[0]];
  return runIn(folder, args, env);
}

/**
 * What docs/leak-examples.md installs, and gc-tracker: paths by name. Packages are there under other names as well, docs-NAME,
 * where planted leaks pin another version.
 */
function taughtModules() {
  const installed = pinned();
  const names = fs.readdirSync(installed).filter((name) => !name.startsWith('.'));
  const own = names.filter((name) => name.startsWith('docs-'));
  return {
    ...Object.fromEntries(names.map((name) => [name, path.join(installed, name)])),
    ...Object.fromEntries(own.map((name) => [name.replace('docs-', ''), path.join(installed, name)])),
    'gc-tracker': root,
  };
}

/** Links what is installed as after-NAME in the place of NAME; returns its version. */
function upgrade(folder, name) {
  const link = path.join(folder, 'node_modules', name);
  fs.rmSync(link);
  fs.symlinkSync(path.join(pinned(), `after-${name}`), link);
  return versionOf(folder, name);
}

function versionOf(folder, name) {
  return JSON.parse(fs.readFileSync(path.join(folder, 'node_modules', name, 'package.json'), 'utf8')).version;
}

/** With this, a package that is linked is where its link is, as if it had been installed there. */
const AS_INSTALLED = { NODE_PRESERVE_SYMLINKS: '1' };

module.exports = { AS_INSTALLED, major, modulesFor, runCommand, runIn, taughtModules, upgrade, versionOf };
