'use strict';

// What is exported by a getter, as compilers do it, leads to the module's other variables.

const drafts = require('../lib/getter.js');

exports.leak = (track) => drafts.store.fill(track);
exports.clean = (track) => {
  drafts.store.fill(track);
  drafts.store.clear();
};
exports.culprit = [
  /require cache\s+.*lib\/getter\.js/,
  /└─ getter exports\.store\s+function/,
  /└─ variable kept\s+Array/,
  /\[0\]\s+Draft/,
];
