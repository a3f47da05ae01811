#!/usr/bin/env node
'use strict';

// The command gc-tracker; see docs/command.md.

const process = require('node:process');
const { main } = require('../lib/cli/index.js');

// Whoever reads the output may have seen enough of it.
process.stdout.on('error', (error) => process.exit(error.code === 'EPIPE' ? 0 : 1));

main(process.argv.slice(2), process).then((code) => {
  process.exitCode = code;
});
