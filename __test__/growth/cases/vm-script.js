'use strict';

// Scripts that are compiled for each rule, of ever new text.

const vm = require('node:vm');

const compiled = new Map();
let count = 0;

function run() {
  const source = `${count++} + 1`;
  compiled.set(source, new vm.Script(source));
  return compiled.get(source).runInThisContext();
}

exports.compiled = compiled;
exports.leak = run;
exports.clean = () => {
  run();
  compiled.clear();
};
exports.growth = [
  { name: 'require cache cases/vm-script.js › exports.compiled (Map)', className: /Script/, perLoop: 1 },
];
