'use strict';

// The registry, the package managers, bundlers and checks, from npm into this folder's node_modules (not in git), unless
// they are there. `node __test__/install/packages.js` does it ahead of the tests. (A package asks for a tag of node-fetch
// that not every registry has: package.json overrides it.)

const { installAside } = require('../../scripts/aside.js');

/** The path of the folder that has them. */
const packages = () => installAside(__dirname);

module.exports = { packages };

if (require.main === module) packages();
