'use strict';

// What `gc-tracker run` loads into a program (preload.js), and the folder by which the two talk.

const path = require('node:path');
const { Files, QUESTION, VARIABLE, isAlive } = require('./run-folder.js');

const PRELOAD = path.join(__dirname, 'preload.js');

module.exports = { Files, PRELOAD, QUESTION, VARIABLE, isAlive };
