'use strict';

// Runs the scenarios of __test__/scenarios/ on another platform: in a folder that holds the main package and those of
// the platforms, unpacked from the tarballs that `npm run dist` makes, so that the loader has to choose as it will for
// a user.

const fs = require('node:fs');
const path = require('node:path');
const tools = require('./tools.js');

const folder = path.join(tools.work, 'package');
const testFolders = ['__test__/scenarios', '__test__/sandbox/fixtures'];

/** Packs what was built, and unpacks it. */
function unpack() {
  tools.run(process.execPath, ['scripts/dist.js'], { cwd: tools.root });
  fs.rmSync(folder, { recursive: true, force: true });
  const { version } = require('../../package.json');
  const dist = path.join(tools.root, 'dist');
  for (const tarball of fs.readdirSync(dist).filter((name) => name.endsWith(`-${version}.tgz`))) {
    const name = tarball.slice(0, -`-${version}.tgz`.length);
    const target = name === 'gc-tracker' ? folder : path.join(folder, 'node_modules', name);
    fs.mkdirSync(target, { recursive: true });
    tools.run('tar', ['-xzf', path.join(dist, tarball), '-C', target, '--strip-components', '1']);
  }
  for (const tests of testFolders) {
    fs.cpSync(path.join(tools.root, tests), path.join(folder, tests), { recursive: true });
  }
}

/** [{ ok, ms, reason }], one a scenario. */
async function runScenarios(runtime, chosen) {
  const { names, runScenario } = require(path.join(folder, '__test__/scenarios'));
  const results = [];
  for (const name of chosen.length > 0 ? chosen : names) results.push(await runScenario(name, runtime));
  return results;
}

module.exports = { runScenarios, unpack };
