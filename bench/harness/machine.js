'use strict';

// Where a bench runs: the machine, the build of gc-tracker, and the Node versions to measure.

const { createHash } = require('node:crypto');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const process = require('node:process');
const { installedNodes } = require('../../__test__/runtimes/index.js');

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

/** A short hash of the addon and the JavaScript of a checkout. Figures of two builds do not mix. */
function describeBuild(checkout) {
  const names = fs.readdirSync(checkout).filter((name) => name.endsWith('.node') || name === 'index.js');
  const library = fs
    .readdirSync(path.join(checkout, 'lib'), { recursive: true })
    .filter((name) => name.endsWith('.js'));
  const hash = createHash('sha256');
  for (const name of [...names, ...library.map((file) => path.join('lib', file))].sort()) {
    hash.update(name).update(fs.readFileSync(path.join(checkout, name)));
  }
  return hash.digest('hex').slice(0, 12);
}

const majorOf = ({ version }) => version.split('.')[0];

/** The wanted major versions; one that is not there is an error. */
function chooseNodes(wanted) {
  const installed = installedNodes();
  return wanted.map((text) => {
    const found = [...installed, runningNode()].find((one) => majorOf(one) === text);
    if (found !== undefined) return found;
    const known = installed.map(majorOf).join(', ') || 'none';
    throw new Error(`node ${text} is not installed in __test__/runtimes (there: ${known})`);
  });
}

/** Those of the major versions that are installed; if none is, the running one. */
function usualNodes(majors) {
  const found = majors.length === 0 ? [] : installedNodes().filter((one) => majors.includes(majorOf(one)));
  return found.length > 0 ? found : [runningNode()];
}

function runningNode() {
  const { node } = process.versions;
  return { name: `node ${node.split('.')[0]}`, version: node, command: process.execPath, args: [] };
}

module.exports = { chooseNodes, describeBuild, describeMachine, usualNodes };
