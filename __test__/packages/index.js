'use strict';

// The npm packages that tests use, in three folders, each with a lock file and a node_modules (not in git) that is installed
// when it is first asked for.
//
// - current/: tools. Dependabot keeps them new.
// - second/: another major version of some of them. It cannot be an alias in current/, since gc-tracker finds vitest and
//   OpenTelemetry's API by their names.
// - pinned/: what tests and documents are about, such as a leak of a certain version. Dependabot leaves it alone.

const path = require('node:path');
const process = require('node:process');
const { installAside, npm } = require('../../scripts/aside.js');

/** memwatch has no binaries. It is compiled, for Node.js 20 alone, which takes some ten seconds. */
const hasMemwatch = process.versions.node.startsWith('20.');

function compileMemwatch(modules) {
  if (hasMemwatch) npm(['run', 'install'], path.join(modules, '@airbnb/node-memwatch'));
}

/** Each returns the path of the folder's node_modules. */
const current = () => installAside(path.join(__dirname, 'current'));
const second = () => installAside(path.join(__dirname, 'second'));
const pinned = () => installAside(path.join(__dirname, 'pinned'), compileMemwatch);

module.exports = { current, hasMemwatch, pinned, second };

if (require.main === module) for (const install of [current, second, pinned]) install();
