'use strict';

// A plugin is loaded anew and deleted from `require.cache`, but the list of this module's children still has it.

const path = require('node:path');

const plugin = path.join(__dirname, '../lib/plugin.js');

function reload(track) {
  delete require.cache[plugin];
  track(require(plugin), 'plugin');
  delete require.cache[plugin];
}

exports.leak = (track) => reload(track);
exports.clean = (track) => {
  reload(track);
  module.children = module.children.filter(({ filename }) => filename !== plugin);
};
exports.culprit = [
  /require cache\s+\S*cases\/hot-reload\.js/,
  /\.children\s+Array/,
  /\[\d+\]\s+Module/,
  /lib\/plugin\.js, not in require\.cache/,
  /exports\s+Object/,
];
exports.not = [/require cache\s+\S*plugin\.js/];
