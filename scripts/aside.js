'use strict';

// Packages that only some tests or tools need: installed from npm into the node_modules (not in git) of the folder that
// has their package.json and lock file.

const { execFileSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');

const WANTED = ['package.json', 'package-lock.json'];
const STAMP = '.installed';

/**
 * The path of the folder's node_modules, installed unless it is there and made from these files. Several processes may
 * ask at once, and one may be interrupted: each installs aside, and the first one's are taken. Install scripts do not
 * run; `finish`, if given, gets the new node_modules before anybody else sees them.
 */
function installAside(folder, finish = () => {}) {
  const modules = path.join(folder, 'node_modules');
  const stamp = hash(WANTED.map((name) => path.join(folder, name)));
  if (isMadeFrom(modules, stamp)) return modules;
  const aside = fs.mkdtempSync(path.join(folder, 'installing-'));
  try {
    for (const name of WANTED) fs.copyFileSync(path.join(folder, name), path.join(aside, name));
    const made = path.join(aside, 'node_modules');
    npm(['ci', '--no-audit', '--no-fund', '--silent', '--ignore-scripts'], aside);
    finish(made);
    fs.writeFileSync(path.join(made, STAMP), stamp);
    take(modules, made, stamp);
  } finally {
    fs.rmSync(aside, { recursive: true });
  }
  return modules;
}

/** Puts what was made in its place, unless another process was faster; what is out of date goes. */
function take(modules, made, stamp) {
  if (isMadeFrom(modules, stamp)) return;
  try {
    if (fs.existsSync(modules)) fs.renameSync(modules, `${made}-before`);
    fs.renameSync(made, modules);
  } catch (error) {
    if (!isMadeFrom(modules, stamp)) throw error;
  }
}

function isMadeFrom(modules, stamp) {
  const file = path.join(modules, STAMP);
  return fs.existsSync(file) && fs.readFileSync(file, 'utf8') === stamp;
}

function npm(args, cwd) {
  execFileSync('npm', args, { cwd, stdio: 'inherit', shell: process.platform === 'win32' });
}

/** Of the contents of files. */
function hash(files) {
  const sum = createHash('sha256');
  for (const file of files) sum.update(fs.readFileSync(file));
  return sum.digest('hex');
}

module.exports = { hash, installAside, npm };
