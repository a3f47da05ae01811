'use strict';

// The `require` of the folder pinned/: by their paths, packages would not have the entries that their `exports` name.

const { createRequire } = require('node:module');
const path = require('node:path');

module.exports = createRequire(path.join(__dirname, 'pinned', 'package.json'));
