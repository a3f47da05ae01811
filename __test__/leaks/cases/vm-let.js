'use strict';

// A vm context keeps what its scripts declare with let, const and class: no properties of its global.

const vm = require('node:vm');

class Template {}

const sandbox = vm.createContext({ Template });

function compile(track) {
  track(vm.runInContext('let template = new Template(); template', sandbox), 'template');
}

exports.sandbox = sandbox;
exports.leak = (track) => compile(track);
exports.clean = (track) => {
  compile(track);
  vm.runInContext('template = null', sandbox);
};
exports.culprit = [
  /require cache\s+.*vm-let\.js/,
  /exports\.sandbox\s/,
  /vm context/,
  /\btemplate\s+Template/,
];
