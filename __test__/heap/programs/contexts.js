'use strict';

// vm contexts: live ones, ones held by a single function of theirs, by one listener in this realm, and
// ones that hold each other; scripts with and without a context of their own.

const v8 = require('node:v8');
const vm = require('node:vm');

const source = `
  class Widget { constructor(id) { this.id = id; this.data = new Array(50).fill(id); } }
  const widgets = Array.from({ length: 100 }, (_, id) => new Widget(id));
  globalThis.registry = new Map(widgets.map((widget) => [widget.id, widget]));
  globalThis.secret = new WeakMap([[widgets[0], { of: 'the first widget' }]]);
  (function leak() { return widgets; });
`;

function inContext(name) {
  const sandbox = { name, console };
  vm.createContext(sandbox, { name });
  return { sandbox, leak: vm.runInContext(source, sandbox, { filename: `${name}.js` }) };
}

const { sandbox } = inContext('live');
const { leak } = inContext('held by a function');
process.on('exit', inContext('held by a listener').leak);
const left = inContext('left').sandbox;
const right = inContext('right').sandbox;
left.other = right;
right.other = left;

globalThis.kept = {
  sandbox,
  leak,
  left,
  array: vm.runInNewContext('[1, 2, { three: 3 }]'),
  global: vm.runInNewContext('globalThis'),
  script: new vm.Script(source, { filename: 'compiled-only.js' }),
  compiled: vm.compileFunction('return { argument }', ['argument']),
};

v8.writeHeapSnapshot(process.argv[2]);
