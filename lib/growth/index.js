'use strict';

const { assertNoGrowth } = require('./assert-no-growth.js');
const { readGrowing } = require('./paths.js');

module.exports = { assertNoGrowth, readGrowing };
