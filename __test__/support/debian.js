'use strict';

// Programs of Debian that tests need: Prometheus, Chromium.

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const process = require('node:process');

/** The path of the first of these programs that is on the PATH. */
function findProgram(names) {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const files = names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return files.find((file) => fs.existsSync(file));
}

/**
 * Installs a package, which throws where it cannot. Several test files may ask for packages at once, and apt-get fails while
 * another one runs: flock makes them wait.
 */
function installDebian(name) {
  const lock = path.join(os.tmpdir(), 'gc-tracker-apt.lock');
  const commands = `apt-get update -qq && apt-get install -y -qq --no-install-recommends ${name}`;
  // A service would be started, but at run level 1 there are none.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const { status, error, stderr } = spawnSync('flock', [lock, 'sh', '-c', commands], {
    encoding: 'utf8',
    env,
  });
  if (status === 0) return;
  throw new Error(
    `tests need ${name}, which is missing and could not be installed: ${error?.message ?? stderr.trim()}; ` +
      `install it, on Debian: apt-get install ${name}`,
  );
}

module.exports = { findProgram, installDebian };
