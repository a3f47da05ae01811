'use strict';

// Installs the test runners, or what else a folder of tests needs, and gc-tracker as a user would have it: what
// `npm pack` puts into a package, unpacked beside them into node_modules (not in git). Does nothing if both are
// there as they are to be.

const { execFileSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const root = path.resolve(__dirname, '../..');

/** Vitest has a folder of its own for a version that runs on Node.js 20. */
const runners = [__dirname, path.join(__dirname, 'vitest4')];

/** Into folders with a package.json and a lock file. */
function install(folders = runners) {
  const packed = fs.mkdtempSync(path.join(os.tmpdir(), 'gc-tracker-pack-'));
  try {
    const tarball = pack(packed);
    for (const folder of folders) {
      const files = ['package.json', 'package-lock.json'].map((file) => path.join(folder, file));
      unlessStamped(folder, 'packages', hash(...files), () => {
        execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'inherit' });
      });
      const target = path.join(folder, 'node_modules', 'gc-tracker');
      unlessStamped(folder, 'gc-tracker', hash(tarball), () => unpack(tarball, packed, target));
    }
  } finally {
    fs.rmSync(packed, { recursive: true });
  }
}

/** What is installed has a stamp beside it, which is written last. */
function unlessStamped(folder, name, wanted, make) {
  const stamp = path.join(folder, 'node_modules', `.stamp-${name}`);
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

function unpack(tarball, folder, target) {
  execFileSync('tar', ['-xzf', tarball, '-C', folder]);
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
