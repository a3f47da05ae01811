'use strict';

// A plugin is unloaded, but its part is not: the part's `parent` is the plugin that loaded it.

const path = require('node:path');

const plugin = path.join(__dirname, '../lib/plugin-parent.js');
const part = path.join(__dirname, '../lib/plugin-part.js');

function unload(track) {
  track(require(plugin), 'plugin');
  delete require.cache[plugin];
  module.children = module.children.filter(({ filename }) => filename !== plugin);
}

exports.leak = (track) => unload(track);
exports.clean = (track) => {
  unload(track);
  delete require.cache[part];
};
exports.culprit = [
  /require cache\s+\S*lib\/plugin-part\.js/,
  /\.parent\s+Module/,
  /lib\/plugin-parent\.js, not in require\.cache/,
  /exports\s+Object/,
];
exports.not = [/require cache\s+\S*plugin-parent\.js/];
