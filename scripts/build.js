'use strict';

// node scripts/build.js [--target TRIPLE] [--zig]: builds the addon, for this platform or for another one, and puts it
// where lib/native/index.js looks first. It needs cargo and nothing else, so that an installed package can be built from
// its source. With --zig it links by cargo-zigbuild, and a triple can end with glibc's version: …-linux-gnu.2.17

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { parseArgs } = require('node:util');
const { platformName } = require('../lib/native/index.js');
const platforms = require('./platforms.js');

const root = path.resolve(__dirname, '..');
const { values: options } = parseArgs({ options: { target: { type: 'string' }, zig: { type: 'boolean' } } });

function fail(message) {
  console.error(message);
  process.exit(1);
}

/** The platform that a triple, with or without glibc's version, is of. */
function platformOf(target) {
  const [triple] = target.split('.');
  const entry = Object.entries(platforms).find(([, known]) => known === triple);
  if (entry === undefined)
    fail(`no platform has the triple ${triple}: ${Object.values(platforms).join(', ')}`);
  return entry[0];
}

/** Where cargo finds what it builds. A published package has it in one file, which is unpacked beside it. */
function sources() {
  const archive = path.join(root, 'source.tgz');
  if (!fs.existsSync(archive)) return root;
  const folder = path.join(root, 'source');
  fs.mkdirSync(folder, { recursive: true });
  const args = ['-xzf', archive, '-C', folder, '--strip-components', '1'];
  const { status, error } = spawnSync('tar', args, { stdio: 'inherit' });
  if (status !== 0) fail(`tar cannot unpack ${archive}: ${error?.message ?? `exit code ${status}`}`);
  return folder;
}

const platform = options.target === undefined ? platformName() : platformOf(options.target);
const args = [options.zig ? 'zigbuild' : 'build', '--release', '--lib', '--locked'];
args.push('--message-format', 'json-render-diagnostics');
if (options.target !== undefined) args.push('--target', options.target);

if (spawnSync('cargo', ['--version']).error?.code === 'ENOENT') {
  fail('building gc-tracker from source needs cargo, which is not on the PATH: see https://rustup.rs');
}
const cargo = spawnSync('cargo', args, {
  cwd: sources(),
  encoding: 'utf8',
  maxBuffer: Infinity,
  stdio: ['ignore', 'pipe', 'inherit'],
});
if (cargo.error) throw cargo.error;
if (cargo.status !== 0) fail(`cargo failed (${cargo.signal ?? `exit code ${cargo.status}`})`);

const libraries = cargo.stdout
  .split('\n')
  .filter((line) => line.startsWith('{'))
  .map((line) => JSON.parse(line))
  .filter(({ reason, target }) => reason === 'compiler-artifact' && target.name === 'gc_tracker')
  .flatMap(({ filenames }) => filenames)
  .filter((file) => /\.(so|dylib|dll)$/.test(file));

// A new file, moved into place: a process may have loaded the old one.
const binary = path.join(root, `gc-tracker.${platform}.node`);
fs.copyFileSync(libraries[0], `${binary}.new`);
fs.renameSync(`${binary}.new`, binary);
console.log(path.relative(process.cwd(), binary));
