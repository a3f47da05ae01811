'use strict';

// Runs a test runner as a user would: in a folder of its own, with its packages and gc-tracker installed, and
// with nothing in its environment that tells of the tests around it.

const fs = require('node:fs');
const path = require('node:path');
const process = require('node:process');
const { current } = require('../packages');
const support = require('../support/run.js');
const { workspace } = require('../support/workspace.js');

/** Clean tests in a row; `ROUNDS=1000 node scripts/test.js adapters/` is the long form. */
const rounds = Number(process.env.ROUNDS ?? 100);

/** A folder with the suites of a runner and the program that they test. */
function suitesOf(t, runner, modules = current()) {
  const suites = path.join(__dirname, runner);
  const files = fs.readdirSync(suites).map((name) => path.join(suites, name));
  return workspace(t, { modules, files: [...files, path.join(__dirname, 'sessions.js')] });
}

/** Resolves with { code, stdout, stderr }. */
async function run(node, folder, args, env = {}) {
  const options = {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, ROUNDS: String(rounds), ...env },
    timeout: 300_000,
  };
  const { code, stdout, stderr } = await support.run(node.command, args, options);
  return { code, stdout: normal(stdout, folder), stderr: normal(stderr, folder) };
}

/** Without what differs from run to run: ids, times, numbers of GCs, where it ran. */
function normal(text, folder) {
  return text
    .replaceAll(`file://${folder}${path.sep}`, '')
    .replaceAll(`${folder}${path.sep}`, '')
    .replace(/\/[^\s(]*\/packages\/(?:current|second)\/node_modules\//g, 'node_modules/')
    .replace(/(?<=node_modules\/)\.gc-tracker\/[0-9a-f]{64}\/node_modules\//g, '')
    .replace(/@\d+/g, '@1')
    .replace(/\(\d+ full GCs?, [\d,]+ ms\)/g, '(4 full GCs, 1 ms)')
    .replace(/ \(\d+(\.\d+)? ?m?s\)/g, '')
    .replace(/ +$/gm, '');
}

/** What a runner prints of its failing suite. */
function reported(runner) {
  return fs.readFileSync(path.join(__dirname, runner, 'failing.txt'), 'utf8');
}

/** The retaining paths that a runner prints, each the texts of its steps. */
function pathsIn(output) {
  return [...output.matchAll(/\(GC root\).*?(?=\n\s*\n)/gs)].map(([path]) => {
    const lines = path.split('\n').filter((line) => !/^ *~+$/.test(line));
    const steps = lines
      .map((line) => line.trim())
      .join('  ')
      .split(/ *└─ /);
    return steps.slice(1);
  });
}

module.exports = { normal, pathsIn, reported, rounds, run, suitesOf };
