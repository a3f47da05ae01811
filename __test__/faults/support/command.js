'use strict';

// The command `gc-tracker`, run by the Node that runs the program.

const { spawnSync } = require('node:child_process');
const path = require('node:path');
const process = require('node:process');

const bin = path.resolve(__dirname, '../../../bin/gc-tracker.js');

/** { status, signal, stdout, stderr } of `gc-tracker ARGUMENT…`. */
function commandLine(...args) {
  return spawnSync(process.execPath, [bin, ...args], { encoding: 'utf8', maxBuffer: 2 ** 28 });
}

module.exports = { commandLine };
