'use strict';

// Garbage collections: forcing them, and observing those that V8 makes.

const { collectNow, forceGC, runGCs } = require('./force-gc.js');
const { onGC } = require('./observer.js');

module.exports = { collectNow, forceGC, onGC, runGCs };
