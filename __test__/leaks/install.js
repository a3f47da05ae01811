'use strict';

// Installs what the planted leaks need from npm, within this folder's node_modules (not in git), unless it is there.

const { installAside } = require('../../scripts/aside.js');

const install = () => installAside(__dirname);

module.exports = { install };

if (require.main === module) install();
