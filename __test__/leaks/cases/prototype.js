'use strict';

// Options that inherit from other options keep them.

class Options {}

const overrides = {};

function derive(track) {
  const defaults = track(new Options(), 'defaults');
  overrides.test = Object.create(defaults);
}

exports.overrides = overrides;
exports.leak = (track) => derive(track);
exports.clean = (track) => {
  derive(track);
  overrides.test = null;
};
exports.culprit = [
  /require cache\s+.*prototype\.js/,
  /exports\.overrides\s/,
  /\.test\s/,
  /prototype|__proto__/,
  /Options/,
];
