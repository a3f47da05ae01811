'use strict';

// The Emscripten packages that are sandboxed, from npm: opencv4 (old glue, 128 MB of linear memory), opencv5 (new glue),
// sql.js and draco3d. Installed within this folder's node_modules (not in git), unless they are there.

const { installAside } = require('../../scripts/aside.js');

/** The path of the folder that has them. */
const packages = () => installAside(__dirname);

module.exports = { packages };
