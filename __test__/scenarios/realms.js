'use strict';

// A realm that loaded its own copy, and tracked objects in it, can be collected.

const fs = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');
const { trackGC, forceGC } = require('../..');
const { assert, each, run, until } = require('./support.js');

const root = path.resolve(__dirname, '../..');
const native = require('../../native.js');

/** Loads the library into the context as jest does: JavaScript anew, the native binding shared. */
function load(context, file, cache = new Map()) {
  if (!cache.has(file)) {
    const module = { exports: {} };
    cache.set(file, module);
    const wrapper = `(function (exports, require, module, __filename, __dirname) {${fs.readFileSync(file, 'utf8')}\n})`;
    const requireFrom = (id) => {
      if (id.startsWith('node:')) return require(id);
      if (id.endsWith('/native.js')) return native;
      return load(context, path.resolve(path.dirname(file), id), cache);
    };
    vm.runInContext(wrapper, context)(module.exports, requireFrom, module, file, path.dirname(file));
  }
  return cache.get(file).exports;
}

run(async () => {
  let dead = 0;
  let inside = 0;
  let outside = 0;
  const survivors = [];
  each(20, () => {
    const context = vm.createContext({ setImmediate });
    const copy = load(context, path.join(root, 'index.js'));
    context.copy = copy;
    context.count = () => inside++;
    vm.runInContext('globalThis.held = {}; copy.trackGC(held, () => count(), { label: "held" })', context);
    vm.runInContext('for (let i = 0; i < 100; i++) copy.trackGC({}, () => count())', context);
    const survivor = {};
    survivors.push(survivor);
    copy.trackGC(survivor, () => {
      throw new Error('a dead realm was called');
    });
    trackGC(context, () => dead++);
    trackGC(copy.trackGC, () => outside++);
  });
  await until(() => dead === 20 && outside === 20, 'the collection of all realms', () => forceGC());
  assert.ok(inside <= 2000, 'each callback at most once, none for what was alive');
  survivors.length = 0;
  await forceGC({ cycles: 3 });
});
