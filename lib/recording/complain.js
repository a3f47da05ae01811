'use strict';

// Tells of a failure on standard error, which may be closed or full itself: then nobody can be told.

const fs = require('node:fs');
const { printable } = require('../util/text.js');

function complain(message) {
  try {
    fs.writeSync(2, `gc-tracker: ${printable(message)}\n`);
  } catch {}
}

module.exports = { complain };
