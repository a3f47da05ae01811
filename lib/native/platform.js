'use strict';

// Names the platform of this process as napi-rs does: linux-x64-gnu, darwin-arm64, win32-x64-msvc. Binaries and the
// packages that carry them are called by it.

const fs = require('node:fs');

/** What musl calls an architecture, in the name of its dynamic linker; one that a machine with musl has. */
const linkers = { x64: 'x86_64', arm64: 'aarch64', arm: 'armhf', ia32: 'i386' };

/** Where a program names its dynamic linker: in one of its first pages, as linkers lay it out. */
const HEAD_BYTES = 4096;

/** Whether this process runs on musl, read off the dynamic linker that it asks for, if there is musl at all. */
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
    // Not to be read: the report knows as well, and takes longer.
  }
  const { header } = process.report?.getReport() ?? {};
  return header !== undefined && header.glibcVersionRuntime === undefined;
}

function platformName() {
  const { platform, arch } = process;
  if (platform === 'linux') {
    const hard = arch === 'arm' ? 'eabihf' : '';
    return `linux-${arch}-${isMusl() ? 'musl' : 'gnu'}${hard}`;
  }
  return platform === 'win32' ? `win32-${arch}-msvc` : `${platform}-${arch}`;
}

module.exports = { platformName };
