'use strict';

// Runs a test runner as a user would: in a folder of its own, with its packages and gc-tracker installed, and
// with nothing in its environment that tells of the tests around it.

const { execFile } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const process = require('node:process');

/** Clean tests in a row; `ROUNDS=1000 node --test __test__/adapters/adapters.test.js` is the long form. */
const rounds = Number(process.env.ROUNDS ?? 100);

/**
 * A folder in which the runners of the folder `runners` and gc-tracker are installed; the caller removes it.
 */
function place(runners = __dirname) {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'gc-tracker-adapters-')));
  fs.symlinkSync(path.join(runners, 'node_modules'), path.join(folder, 'node_modules'));
  return folder;
}

/** A place with the suites of a runner and the program that they test. */
function workspace(suites, runners) {
  const folder = place(runners);
  fs.cpSync(path.join(__dirname, suites), folder, { recursive: true });
  fs.copyFileSync(path.join(__dirname, 'sessions.js'), path.join(folder, 'sessions.js'));
  return folder;
}

/** Resolves with { code, stdout, stderr }. */
function run(node, folder, args, env = {}) {
  const options = {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, ROUNDS: String(rounds), ...env },
    timeout: 300_000,
    maxBuffer: 2 ** 26,
  };
  return new Promise((resolve) => {
    execFile(node.command, args, options, (error, stdout, stderr) => {
      const code = error === null ? 0 : (error.code ?? error.signal);
      resolve({ code, stdout: normal(stdout, folder), stderr: normal(stderr, folder) });
    });
  });
}

/** Without what differs from run to run: ids, times, numbers of GCs, where it ran. */
function normal(text, folder) {
  return text
    .replaceAll(`file://${folder}${path.sep}`, '')
    .replaceAll(`${folder}${path.sep}`, '')
    .replaceAll(path.join(__dirname, 'vitest4', 'node_modules', path.sep), 'node_modules/')
    .replaceAll(path.join(__dirname, 'node_modules', path.sep), 'node_modules/')
    .replace(/(?<=node_modules\/)\.gc-tracker\/[0-9a-f]{64}\/node_modules\//g, '')
    .replace(/@\d+/g, '@1')
    .replace(/\(\d+ full GCs?, \d+ ms\)/g, '(4 full GCs, 1 ms)')
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

module.exports = { normal, pathsIn, place, reported, rounds, run, workspace };
