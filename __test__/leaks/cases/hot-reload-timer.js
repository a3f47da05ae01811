'use strict';

// A plugin is loaded twice. The timer of the first load, which nobody stops, keeps its variables.

const path = require('node:path');

const plugin = path.join(__dirname, '../lib/plugin.js');

function reload() {
  delete require.cache[plugin];
  const loaded = require(plugin);
  module.children = module.children.filter(({ filename }) => filename !== plugin);
  return loaded;
}

function poll(track) {
  const { table, poll: start } = reload();
  track(table, 'table');
  return start();
}

exports.leak = (track) => {
  poll(track);
  reload();
};
exports.clean = (track) => {
  clearInterval(poll(track));
  reload();
};
exports.culprit = [/timers list/, /setInterval/, /lib\/plugin\.js:8/, /variable table\s+Array/];
exports.not = [/require cache/];
