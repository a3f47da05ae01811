'use strict';

// Where a bench runs: the machine in one line, the build of gc-tracker, and the Node versions to measure.

const { createHash } = require('node:crypto');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { installedNodes } = require('../__test__/runtimes/index.js');
const { usageError } = require('./options.js');

const DEFAULT = ['20', '24', '26'];
const root = path.join(__dirname, '..');

function describeMachine() {
  const cpus = os.cpus();
  return {
    platform: `${process.platform}-${process.arch}`,
    cores: cpus.length,
    cpu: cpus[0]?.model.trim() ?? 'unknown',
    memoryGB: Math.round(os.totalmem() / 2 ** 30),
    date: new Date().toISOString().slice(0, 16).replace('T', ' '),
  };
}

/** A short hash of what is measured: the addon and the JavaScript beside it. Figures of two builds do not mix. */
function describeBuild() {
  const names = fs.readdirSync(root).filter((name) => name.endsWith('.node') || name === 'index.js');
  const library = fs
    .readdirSync(path.join(root, 'lib'), { recursive: true })
    .filter((name) => name.endsWith('.js'));
  const hash = createHash('sha256');
  for (const name of [...names, ...library.map((file) => path.join('lib', file))].sort()) {
    hash.update(name).update(fs.readFileSync(path.join(root, name)));
  }
  return hash.digest('hex').slice(0, 12);
}

/** The wanted majors, by default 20, 24 and 26, of what is installed; if nothing is, the running Node. */
function chooseRuntimes(wanted) {
  const installed = installedNodes();
  const major = ({ version }) => version.split('.')[0];
  if (wanted === undefined) {
    const found = installed.filter((runtime) => DEFAULT.includes(major(runtime)));
    return found.length > 0 ? found : [runningNode()];
  }
  return wanted.map((text) => {
    const runtime = [...installed, runningNode()].find((one) => major(one) === text);
    if (runtime !== undefined) return runtime;
    const known = installed.map(major).join(', ') || 'none';
    throw usageError(`node ${text} is not installed in __test__/runtimes (there: ${known})`);
  });
}

function runningNode() {
  const { node } = process.versions;
  return { name: `node ${node.split('.')[0]}`, version: node, command: process.execPath, args: [] };
}

module.exports = { describeMachine, describeBuild, chooseRuntimes };
