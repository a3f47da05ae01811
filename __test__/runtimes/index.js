'use strict';

// The runtimes that gc-tracker is tested on, installed beside this file from npm.
// `node __test__/runtimes install` installs them; without it only the running Node is known.

const { execFileSync, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

/** `npm run test:long`. */
const isLong = process.env.LONG === '1';

const modules = path.join(__dirname, 'node_modules');

// The launchers of bun and deno fetch their binary in an install script, which npm may not run; the
// binary is in a package of its own as well.
const binaries = {
  'node 20': ['node20/bin/node'],
  'node 22': ['node22/bin/node'],
  'node 24': ['node24/bin/node'],
  'node 26': ['node26/bin/node'],
  bun: ['bun/bin/bun.exe', '@oven/bun-linux-x64/bin/bun', '@oven/bun-linux-x64-baseline/bin/bun'],
  deno: ['deno/deno', '@deno/linux-x64-glibc/deno'],
};

const runArguments = { deno: ['run', '--allow-all', '--no-lock'], bun: ['run'] };

/** Installs the runtimes, unless they are there. */
function install() {
  if (fs.existsSync(path.join(modules, '.package-lock.json'))) return;
  execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: __dirname, stdio: 'inherit' });
}

/** [{ name, version, command, args }]: `spawn(command, [...args, script])` runs a script. */
function installed() {
  const found = [];
  for (const [name, candidates] of Object.entries(binaries)) {
    for (const candidate of candidates) {
      const command = path.join(modules, candidate);
      if (!fs.existsSync(command)) continue;
      const { status, stdout } = spawnSync(command, ['--version'], { encoding: 'utf8' });
      if (status !== 0) continue;
      const version = /\d+\.\d+\.\d+/.exec(stdout)?.[0];
      found.push({ name, version, command, args: runArguments[name] ?? [] });
      break;
    }
  }
  return found;
}

/** Only the Node versions. */
function installedNodes() {
  return installed().filter(({ name }) => name.startsWith('node'));
}

/** The Node versions that are installed, or the running one. */
function nodes() {
  const { execPath: command, version } = process;
  const found = installedNodes();
  return found.length > 0 ? found : [{ name: 'this node', version, command, args: [] }];
}

/** Of the Node versions the oldest and the newest; all in the long form. */
function someNodes() {
  return nodes().filter((_, index, all) => isLong || index === 0 || index === all.length - 1);
}

/** Which cases run on which Node, as `cases` of `nodes()`: in the long form all on each, else each on one of them, in turn. */
function spread(cases) {
  return nodes().map((node, turn, all) => ({
    ...node,
    cases: cases.filter((_, index) => isLong || index % all.length === turn),
  }));
}

module.exports = { install, installed, installedNodes, nodes, someNodes, spread };

if (require.main === module && process.argv[2] === 'install') install();
