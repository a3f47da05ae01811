'use strict';

// A module that is a Map.

module.exports = new Map();
