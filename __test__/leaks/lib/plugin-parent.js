'use strict';

// A plugin in two files: Node.js lets the part refer to the Module that required it first.

const { rows } = require('./plugin-part.js');

exports.table = new Array(rows).fill({});
