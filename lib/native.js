'use strict';

// Loads the native addon: what `npm run build` has built here, or else the prebuilt package of this platform. Each
// package is required by its literal name, so that bundlers and tracers see which file it needs.

const path = require('node:path');
const { codedError } = require('./errors.js');
const { platformName } = require('./platform.js');

/** Of this package; `npm version` sets it. */
const version = '0.1.0';

const packages = {
  'darwin-arm64': () => require('gc-tracker-darwin-arm64'),
  'darwin-x64': () => require('gc-tracker-darwin-x64'),
  'freebsd-x64': () => require('gc-tracker-freebsd-x64'),
  'linux-arm-gnueabihf': () => require('gc-tracker-linux-arm-gnueabihf'),
  'linux-arm64-gnu': () => require('gc-tracker-linux-arm64-gnu'),
  'linux-arm64-musl': () => require('gc-tracker-linux-arm64-musl'),
  'linux-x64-gnu': () => require('gc-tracker-linux-x64-gnu'),
  'linux-x64-musl': () => require('gc-tracker-linux-x64-musl'),
  'win32-arm64-msvc': () => require('gc-tracker-win32-arm64-msvc'),
  'win32-x64-msvc': () => require('gc-tracker-win32-x64-msvc'),
};

/** What `attempt` returns, or undefined if there is no such file or package. A binary that does not load throws. */
function found(attempt) {
  try {
    return attempt();
  } catch (error) {
    if (error.code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

function noBinary(name, why, cause) {
  const message = [
    `no binary of gc-tracker ${version} for ${name}: ${why}`,
    `there are packages for ${Object.keys(packages).join(', ')}`,
    `to build it from source, with cargo: cd ${JSON.stringify(path.dirname(__dirname))} && npm run build`,
  ].join('\n');
  return Object.assign(codedError('ERR_GC_TRACKER_NO_BINARY', message), { cause });
}

function load() {
  const name = platformName();
  let binding;
  try {
    binding =
      found(() => require(`../gc-tracker.${name}.node`)) ?? found(packages[name] ?? (() => undefined));
  } catch (error) {
    throw noBinary(name, `it does not load: ${error.message}`, error);
  }
  if (binding === undefined) {
    const why = Object.hasOwn(packages, name)
      ? `the package gc-tracker-${name} is not installed (were optional dependencies left out, or installed on another platform?)`
      : 'no package has one';
    throw noBinary(name, why);
  }
  if (binding.version() !== version)
    throw noBinary(name, `what is installed is of version ${binding.version()}`);
  return binding;
}

module.exports = load();
