'use strict';

// What `gc-tracker run` loads into a program (preload.js), and the folder in which the two exchange files.

const path = require('node:path');
const { REQUEST, RunFolder, VARIABLE, isAlive } = require('./run-folder.js');

const PRELOAD = path.join(__dirname, 'preload.js');

module.exports = { PRELOAD, REQUEST, RunFolder, VARIABLE, isAlive };
