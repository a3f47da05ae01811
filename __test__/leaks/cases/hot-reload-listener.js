'use strict';

// A plugin is loaded twice. The listener of the first load, which nobody removes, keeps its variables.

const path = require('node:path');

const plugin = path.join(__dirname, '../lib/plugin-watch.js');

function reload() {
  delete require.cache[plugin];
  const loaded = require(plugin);
  module.children = module.children.filter(({ filename }) => filename !== plugin);
  return loaded;
}

function load(track) {
  track(reload().table, 'table');
}

exports.leak = (track) => {
  load(track);
  reload();
};
exports.clean = (track) => {
  load(track);
  process.removeAllListeners('SIGUSR2');
  reload();
};
exports.culprit = [/process/, /listener of "SIGUSR2"/, /lib\/plugin-watch\.js:12/, /variable table\s+Array/];
exports.not = [/require cache/];
