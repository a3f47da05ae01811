'use strict';

const { test } = require('node:test');

require('./cases.js')(test);
