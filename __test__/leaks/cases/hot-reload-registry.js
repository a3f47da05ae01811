'use strict';

// Another module collects what each load of a plugin exports.

const path = require('node:path');

const plugin = path.join(__dirname, '../lib/plugin.js');
const loads = [];

function reload() {
  delete require.cache[plugin];
  const loaded = require(plugin);
  module.children = module.children.filter(({ filename }) => filename !== plugin);
  loads.push(loaded);
}

function load(track) {
  reload();
  track(loads.at(-1), 'plugin');
}

exports.leak = (track) => {
  load(track);
  reload();
};
exports.clean = (track) => {
  load(track);
  loads.length = 0;
  reload();
};
exports.culprit = [
  /require cache\s+\S*cases\/hot-reload-registry\.js/,
  /variable loads\s+Array/,
  /\[0\]\s+\{table, poll\}/,
];
exports.not = [/require cache\s+\S*plugin\.js/];
