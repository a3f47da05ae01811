'use strict';

// A property whose key is a symbol.

class Plugin {}

const owner = Symbol('owner');
const menu = { title: 'File' };

function extend(track) {
  menu[owner] = track(new Plugin(), 'plugin');
}

exports.menu = menu;
exports.leak = (track) => extend(track);
exports.clean = (track) => {
  extend(track);
  menu[owner] = undefined;
};
exports.culprit = [
  /require cache\s+.*symbol-property\.js/,
  /exports\.menu\s/,
  /\[Symbol\(owner\)\]\s+Plugin/,
];
