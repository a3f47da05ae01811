'use strict';

// TypeScript's parser, from this folder's node_modules (not in git), where it is installed if it is missing.

const { installAside } = require('../aside.js');

installAside(__dirname);

module.exports = require('typescript');
