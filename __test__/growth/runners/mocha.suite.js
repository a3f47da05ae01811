'use strict';

const { it } = require('mocha');

require('./cases.js')((name, body) => it(name, body).timeout(60_000));
