'use strict';

// gc-tracker as a user would have it, beside the packages of current/ and second/: what `npm run dist` makes of this checkout.

const fs = require('node:fs');
const path = require('node:path');
const process = require('node:process');
const { hash } = require('../../scripts/aside.js');
const { ownTarballs, unpack } = require('../install/tarballs.js');
const { current, second } = require('./index.js');

const IS_VERSION = /^[0-9a-f]{64}$/;

/** Does nothing if all is there as it is to be. */
function installTracker() {
  for (const modules of [current(), second()]) link(modules, ownTarballs());
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

module.exports = { installTracker };
