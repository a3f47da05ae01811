'use strict';

// A vm context for each template, all kept.

const vm = require('node:vm');

const sandboxes = [];

function render() {
  const sandbox = vm.createContext({ name: 'world' });
  vm.runInContext('var text = "hello " + name', sandbox);
  sandboxes.push(sandbox);
}

exports.sandboxes = sandboxes;
exports.leak = render;
exports.clean = () => {
  render();
  sandboxes.length = 0;
};
exports.options = { loops: 3 };
exports.growth = [
  { name: 'require cache cases/vm-context.js › exports.sandboxes (Array)', className: 'Object', perLoop: 1 },
];
