'use strict';

// Loads the native addon: what `npm run build` has built here, or else the prebuilt package of this platform. Each
// package is required by its literal name within a `try`, so that bundlers and tracers see which files there are, and
// ignore those of other platforms. One file, since each further one slows the start of every program.

const fs = require('node:fs');
const path = require('node:path');
const process = require('node:process');

/** The version of this package; `npm version` sets it. */
const version = '0.1.0';

/** The functions of the addon. Throws ERR_GC_TRACKER_NO_BINARY. */
function loadAddon() {
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
  if (typeof binding.version !== 'function') {
    const { quote } = require('../util/errors.js');
    const why = `a bundler has made of it ${quote(binding)}: it has to load as the file that it is`;
    throw noBinary(name, why);
  }
  if (binding.version() !== version) {
    throw noBinary(name, `what is installed is of version ${binding.version()}`);
  }
  return binding;
}

/** The name of this platform as in napi-rs, and in its package's name: linux-x64-gnu, darwin-arm64, win32-x64-msvc. */
function platformName() {
  const { platform, arch } = process;
  if (platform === 'linux') {
    const floats = arch === 'arm' ? 'eabihf' : '';
    return `linux-${arch}-${isMusl() ? 'musl' : 'gnu'}${floats}`;
  }
  return platform === 'win32' ? `win32-${arch}-msvc` : `${platform}-${arch}`;
}

/** Musl's name for an architecture, as in the name of its dynamic linker, which every machine with musl has. */
const linkers = { x64: 'x86_64', arm64: 'aarch64', arm: 'armhf', ia32: 'i386' };

/** A program names its dynamic linker in its first pages. */
const HEAD_BYTES = 4096;

/** Whether this process runs on musl. If the machine has musl, the dynamic linker that the program names decides. */
function isMusl() {
  if (!fs.existsSync(`/lib/ld-musl-${linkers[process.arch] ?? process.arch}.so.1`)) return false;
  try {
    const file = fs.openSync(process.execPath, 'r');
    try {
      const head = Buffer.alloc(HEAD_BYTES);
      fs.readSync(file, head);
      if (head.includes('/ld-musl-')) return true;
      if (head.includes('/ld-linux')) return false;
    } finally {
      fs.closeSync(file);
    }
  } catch {
    // Not readable: the report knows as well, and takes longer.
  }
  const { header } = process.report?.getReport() ?? {};
  return header !== undefined && header.glibcVersionRuntime === undefined;
}

/** The addon that was built here, undefined if there is none. Bundlers must not look for it: no package has it. */
function built(name) {
  const file = path.join(__dirname, `../../gc-tracker.${name}.node`);
  return fs.existsSync(file) ? require('node:module').createRequire(__filename)(file) : undefined;
}

/** The addon of the platform's package, undefined if that is not installed. Throws if the binary does not load. */
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

/** Needed for messages only. */
function platforms() {
  return Object.keys(require('../../scripts/platforms.js'));
}

module.exports = { loadAddon, platformName };
