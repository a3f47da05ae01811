'use strict';

const { test } = require('@jest/globals');

require('./cases.js')((name, body) => test(name, body, 60_000));
