#!/usr/bin/env node
exports.seen = require('./a.js').b === undefined;
