'use strict';

// What a binary asks of the machine that loads it, read off the file; and that it is an addon for that machine at all.
// Where nothing can run it, this is all that is known.

const fs = require('node:fs');
const path = require('node:path');
const tools = require('./tools.js');

/** The most that a binary may take, in bytes. */
const LIMIT_BYTES = 1_500_000;

const formats = {
  'linux-x64': 'elf64-x86-64',
  'linux-arm64': 'elf64-littleaarch64',
  'linux-arm': 'elf32-littlearm',
  'win32-x64': 'COFF-x86-64',
  'win32-arm64': 'COFF-ARM64',
  'darwin-arm64': 'Mach-O arm64',
  'darwin-x64': 'Mach-O 64-bit x86-64',
  'freebsd-x64': 'elf64-x86-64',
};

const read = (file, ...options) => tools.run('llvm-readobj', [...options, file]);

/** What it exports, as text. */
function exportsOf(system, file) {
  if (system === 'darwin') return tools.run('llvm-objdump', ['--macho', '--exports-trie', file]);
  return read(file, system === 'win32' ? '--coff-exports' : '--dyn-syms');
}

/** The newest version of glibc that a symbol is asked for of, as `glibc 2.17`. */
function glibc(file) {
  const versions = [...read(file, '--version-info').matchAll(/Name: GLIBC_([\d.]+)/g)].map(
    ([, version]) => version,
  );
  const order = (a, b) => a.localeCompare(b, undefined, { numeric: true });
  return versions.length === 0 ? [] : [`glibc ${versions.sort(order).at(-1)}`];
}

/** { bytes, needs, faults }: its libraries, and glibc's version, are `needs`; a fault is what must not be published. */
function inspect(platform, file) {
  const [system, arch] = platform.split('-');
  const { size: bytes } = fs.statSync(file);
  const text = read(file, '--file-headers', '--needed-libs');
  const [, format] = /^Format: (.*)$/m.exec(text);
  const [, libraries] = /NeededLibraries \[\n([^\]]*)\]/.exec(text);
  const needs = libraries.split('\n').map((line) => path.basename(line.trim()));
  const faults = [];
  if (format !== formats[`${system}-${arch}`]) faults.push(`the format is ${format}`);
  const entry = 'napi_register_module_v1';
  if (!exportsOf(system, file).includes(entry)) faults.push(`it exports no ${entry}`);
  if (bytes > LIMIT_BYTES) faults.push(`it has more than ${LIMIT_BYTES} bytes`);
  if (system === 'linux') needs.push(...glibc(file));
  return { bytes, needs: needs.filter((name) => name !== ''), faults };
}

module.exports = { inspect };
