'use strict';

// Installs the test runners, or what else a folder of tests needs, and gc-tracker as a user would have it: the packages
// that `npm run dist` makes, beside them in node_modules (not in git). Does nothing if both are there as they are to be.

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { hash, installAside } = require('../../scripts/aside.js');
const { makeTarballs, unpack } = require('../install/tarballs.js');

/** Vitest has a folder of its own for a version that runs on Node.js 20. */
const runners = [__dirname, path.join(__dirname, 'vitest4')];

const IS_VERSION = /^[0-9a-f]{64}$/;

/** Into folders with a package.json and a lock file. */
function install(folders = runners) {
  const packed = fs.mkdtempSync(path.join(os.tmpdir(), 'gc-tracker-pack-'));
  try {
    // Without artifacts: only this platform's.
    const tarballs = makeTarballs(path.join(packed, 'dist'), packed);
    for (const folder of folders) link(installAside(folder), tarballs);
  } finally {
    fs.rmSync(packed, { recursive: true });
  }
}

/**
 * As pnpm does: the packages lie in a folder that is called by their content, and a link to it is replaced at once. Other
 * test files may be doing the same, or use the link already.
 */
function link(modules, tarballs) {
  const store = path.join(modules, '.gc-tracker');
  const version = hash(tarballs);
  fs.mkdirSync(store, { recursive: true });
  if (!fs.existsSync(path.join(store, version))) fill(store, version, tarballs);
  const made = path.join(store, `link-${process.pid}`);
  fs.symlinkSync(path.join(store, version, 'node_modules/gc-tracker'), made, 'junction');
  fs.renameSync(made, path.join(modules, 'gc-tracker'));
  for (const name of fs.readdirSync(store).filter((one) => IS_VERSION.test(one) && one !== version)) {
    fs.rmSync(path.join(store, name), { recursive: true, force: true });
  }
}

/** The first one's is taken. */
function fill(store, version, tarballs) {
  const aside = fs.mkdtempSync(path.join(store, 'unpacking-'));
  for (const tarball of tarballs) unpack(tarball, aside);
  try {
    fs.renameSync(aside, path.join(store, version));
  } catch (error) {
    if (!fs.existsSync(path.join(store, version))) throw error;
    fs.rmSync(aside, { recursive: true });
  }
}

module.exports = { install };

if (require.main === module) install();
