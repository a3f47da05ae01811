'use strict';

// The tarballs that `npm run dist` makes of a checkout, as files and unpacked.

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const process = require('node:process');

const root = path.resolve(__dirname, '../..');

/** Packs into a folder; the paths of the tarballs. `artifacts` is where binaries of other platforms lie. */
function makeTarballs(folder, artifacts = path.join(root, 'artifacts'), checkout = root) {
  const args = ['scripts/dist.js', '--into', folder, '--artifacts', artifacts];
  execFileSync(process.execPath, args, { cwd: checkout, stdio: ['ignore', 'ignore', 'inherit'] });
  return tarballsIn(folder);
}

let own;

/**
 * The tarballs of this checkout. All processes of a run of scripts/test.js share them: the first one that asks makes them, in
 * the folder that TEST_TARBALLS names.
 */
function ownTarballs() {
  own ??= madeIn(process.env.TEST_TARBALLS ?? temporary());
  return own;
}

function temporary() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gc-tracker-tarballs-'));
  process.once('exit', () => fs.rmSync(folder, { recursive: true }));
  return folder;
}

function madeIn(folder) {
  const whole = path.join(folder, 'whole');
  if (!fs.existsSync(whole)) {
    const aside = fs.mkdtempSync(path.join(folder, 'making-'));
    makeTarballs(aside);
    try {
      fs.renameSync(aside, whole);
    } catch (error) {
      // Another process was faster.
      if (!fs.existsSync(whole)) throw error;
    }
  }
  return tarballsIn(whole);
}

function tarballsIn(folder) {
  return fs
    .readdirSync(folder)
    .filter((name) => name.endsWith('.tgz'))
    .map((name) => path.join(folder, name));
}

/** Unpacks a tarball as a package manager does, into node_modules of a folder; the path of the package. */
function unpack(tarball, folder) {
  const manifest = execFileSync('tar', ['-xzOf', tarball, 'package/package.json'], { encoding: 'utf8' });
  const target = path.join(folder, 'node_modules', JSON.parse(manifest).name);
  fs.mkdirSync(target, { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '-C', target, '--strip-components', '1']);
  return target;
}

/** The files of a folder, with slashes, in order. */
function filesOf(folder) {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
    .sort();
}

module.exports = { filesOf, makeTarballs, ownTarballs, unpack };
