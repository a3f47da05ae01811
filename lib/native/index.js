'use strict';

// Loads the native addon: what `npm run build` has built here, or else the prebuilt package of this platform. Each
// package is required by its literal name within a `try`, so that bundlers and tracers see which files there are, and
// go on without those of other platforms.

const fs = require('node:fs');
const path = require('node:path');
const { platformName } = require('./platform.js');

/** Of this package; `npm version` sets it. */
const version = '0.1.0';

/** What was built here, undefined if nothing was. Bundlers are not to look for it: it is in no package. */
function built(name) {
  const file = path.join(__dirname, `../../gc-tracker.${name}.node`);
  return fs.existsSync(file) ? require('node:module').createRequire(__filename)(file) : undefined;
}

/** What the platform's package brings, undefined if it is not installed. A binary that does not load throws. */
function prebuilt(name) {
  try {
    switch (name) {
      case 'darwin-arm64':
        return require('gc-tracker-darwin-arm64');
      case 'darwin-x64':
        return require('gc-tracker-darwin-x64');
      case 'freebsd-x64':
        return require('gc-tracker-freebsd-x64');
      case 'linux-arm-gnueabihf':
        return require('gc-tracker-linux-arm-gnueabihf');
      case 'linux-arm64-gnu':
        return require('gc-tracker-linux-arm64-gnu');
      case 'linux-arm64-musl':
        return require('gc-tracker-linux-arm64-musl');
      case 'linux-x64-gnu':
        return require('gc-tracker-linux-x64-gnu');
      case 'linux-x64-musl':
        return require('gc-tracker-linux-x64-musl');
      case 'win32-arm64-msvc':
        return require('gc-tracker-win32-arm64-msvc');
      case 'win32-x64-msvc':
        return require('gc-tracker-win32-x64-msvc');
    }
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND') throw error;
  }
}

function noBinary(name, why, cause) {
  const { codedError } = require('../util/errors.js');
  const message = [
    `no binary of gc-tracker ${version} for ${name}: ${why}`,
    `there are packages for ${platforms().join(', ')}`,
    `to build it from source, with cargo: cd ${JSON.stringify(path.resolve(__dirname, '../..'))} && npm run build`,
  ].join('\n');
  return Object.assign(codedError('ERR_GC_TRACKER_NO_BINARY', message), { cause });
}

/** Needed for a message only. */
function platforms() {
  return Object.keys(require('../../scripts/platforms.js'));
}

function load() {
  const name = platformName();
  let binding;
  try {
    binding = built(name) ?? prebuilt(name);
  } catch (error) {
    throw noBinary(name, `it does not load: ${error.message}`, error);
  }
  if (binding === undefined) {
    const why = platforms().includes(name)
      ? `the package gc-tracker-${name} is not installed (were optional dependencies left out, or installed on another platform?)`
      : 'no package has one';
    throw noBinary(name, why);
  }
  if (typeof binding.version !== 'function')
    throw noBinary(
      name,
      `a bundler has made of it ${require('../util/errors.js').quote(binding)}: it has to load as the file that it is`,
    );
  if (binding.version() !== version)
    throw noBinary(name, `what is installed is of version ${binding.version()}`);
  return binding;
}

module.exports = load();
