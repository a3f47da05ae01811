'use strict';

// `run` never writes over a file that the program itself has written.

const assert = require('node:assert');
const fs = require('node:fs');
const { commandLine } = require('./support/command.js');

fs.writeFileSync('program.js', `require('node:fs').writeFileSync('report.html', 'precious');`);
const { stderr } = commandLine('run', 'program.js');
assert.strictEqual(fs.readFileSync('report.html', 'utf8'), 'precious');
assert.match(stderr, /report-2\.html/);
