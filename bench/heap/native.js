'use strict';

// The bench's own Rust programs: where they are, and how they are built. Building takes no time when nothing
// has changed; Cargo's output folder is set by .cargo/config.toml.

const { spawnSync } = require('node:child_process');
const path = require('node:path');

const built = path.join(__dirname, '..', '..', 'target', 'bench-heap', 'release');

/** The path of a built program. */
function program(name) {
  return path.join(built, process.platform === 'win32' ? `${name}.exe` : name);
}

/** Builds the crate in the folder of this name; throws an error with Cargo's last line. */
function build(folder) {
  const args = ['build', '--release', '--locked', '--quiet'];
  const { status, error, stderr } = spawnSync('cargo', args, {
    cwd: path.join(__dirname, folder),
    env: { ...process.env, CARGO_TARGET_DIR: path.dirname(built) },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`cargo build: ${error?.message ?? stderr.trim().split('\n').at(-1)}`);
}

module.exports = { program, build };
