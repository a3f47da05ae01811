'use strict';

// The adapters in real test runners, on all Node versions or, in the short form, on the oldest and the newest.

const { before } = require('node:test');
const { install } = require('./install.js');

before(() => install());

require('./mocha.js');
require('./node-test.js');
require('./jest.js');
require('./vitest.js');
require('./chai.js');
require('./types.js');
require('./docs.js');
require('./examples.js');
