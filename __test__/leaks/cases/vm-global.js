'use strict';

// A vm context is kept, and so is each global of the scripts that ran in it.

const vm = require('node:vm');

class Plugin {}

const sandbox = vm.createContext({ Plugin });

function load(track) {
  track(vm.runInContext('globalThis.plugin = new Plugin()', sandbox), 'plugin');
}

exports.sandbox = sandbox;
exports.leak = (track) => load(track);
exports.clean = (track) => {
  load(track);
  vm.runInContext('delete globalThis.plugin', sandbox);
};
exports.culprit = [/require cache\s+.*vm-global\.js/, /exports\.sandbox\s/, /\.plugin\s+Plugin/];
