'use strict';

// The bench's own Rust programs (native/): where they are, and how they are built. Building takes no time when nothing
// has changed.

const { spawnSync } = require('node:child_process');
const path = require('node:path');
const process = require('node:process');

/** Beside the addon's, where git and the linters do not look. */
const target = path.join(__dirname, '..', '..', 'target', 'bench-heap');

/** The path of a built program. */
function program(name) {
  return path.join(target, 'release', process.platform === 'win32' ? `${name}.exe` : name);
}

/** Builds all of them; throws an error with Cargo's last line. */
function build() {
  const args = ['build', '--release', '--locked', '--quiet'];
  const { status, error, stderr } = spawnSync('cargo', args, {
    cwd: path.join(__dirname, 'native'),
    env: { ...process.env, CARGO_TARGET_DIR: target },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`cargo build: ${error?.message ?? stderr.trim().split('\n').at(-1)}`);
}

module.exports = { build, program };
