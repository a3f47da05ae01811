'use strict';

// The Emscripten packages that are sandboxed, from npm: opencv4 (old glue, 128 MB of linear memory), opencv5 (new glue),
// sql.js and draco3d.

const { pinned } = require('../packages');

/** The path of the folder that has them. */
const packages = pinned;

module.exports = { packages };
