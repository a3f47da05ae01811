'use strict';

// Installs the test runners, and gc-tracker as a user would have it: what `npm pack` puts into a package, unpacked
// into this folder's node_modules (not in git). Does nothing if both are there as they are to be.

const { execFileSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const root = path.resolve(__dirname, '../..');
const modules = path.join(__dirname, 'node_modules');

function install() {
  const wanted = hash(path.join(__dirname, 'package.json'), path.join(__dirname, 'package-lock.json'));
  unlessStamped('runners', wanted, () => {
    execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: __dirname, stdio: 'inherit' });
  });
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gc-tracker-pack-'));
  try {
    const tarball = pack(folder);
    unlessStamped('gc-tracker', hash(tarball), () => unpack(tarball, folder));
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/** What is installed has a stamp beside it, which is written last. */
function unlessStamped(name, wanted, make) {
  const stamp = path.join(modules, `.stamp-${name}`);
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === wanted) return;
  fs.rmSync(stamp, { force: true });
  make();
  fs.writeFileSync(stamp, wanted);
}

/** The scripts would build the addon again. */
function pack(folder) {
  const args = ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder];
  const name = execFileSync('npm', args, { cwd: root, encoding: 'utf8' }).trim();
  return path.join(folder, name);
}

function unpack(tarball, folder) {
  execFileSync('tar', ['-xzf', tarball, '-C', folder]);
  const target = path.join(modules, 'gc-tracker');
  fs.rmSync(target, { recursive: true, force: true });
  fs.cpSync(path.join(folder, 'package'), target, { recursive: true });
}

function hash(...files) {
  const sum = createHash('sha256');
  for (const file of files) sum.update(fs.readFileSync(file));
  return sum.digest('hex');
}

module.exports = { install };

if (require.main === module) install();
