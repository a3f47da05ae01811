'use strict';

// The adapters in real test runners, on all Node versions or, in the short form, on the oldest and the newest.

const { before } = require('node:test');
const { install } = require('./adapters/install.js');

before(() => install());

require('./adapters/mocha.js');
require('./adapters/node-test.js');
require('./adapters/jest.js');
require('./adapters/vitest.js');
require('./adapters/chai.js');
require('./adapters/types.js');
require('./adapters/docs.js');
require('./adapters/examples.js');
