'use strict';

// A realm that loaded its own copy, and tracked objects in it, can be collected.

const fs = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');
const { trackGC, forceGC } = require('../..');
const { assert, each, run, until } = require('./support.js');

const REALMS = 20;
const root = path.resolve(__dirname, '../..');
const native = require('../../lib/native/index.js');

/** Loads the library into the context as jest does: JavaScript anew, the native binding shared. */
function load(context, file, cache = new Map()) {
  if (!cache.has(file)) {
    const module = { exports: {} };
    cache.set(file, module);
    const wrapper = `(function (exports, require, module, __filename, __dirname) {${fs.readFileSync(file, 'utf8')}\n})`;
    const requireFrom = (id) => {
      if (id.startsWith('node:')) return require(id);
      if (id.endsWith('/native/index.js')) return native;
      return load(context, path.resolve(path.dirname(file), id), cache);
    };
    vm.runInContext(wrapper, context)(module.exports, requireFrom, module, file, path.dirname(file));
  }
  return cache.get(file).exports;
}

run(async () => {
  const contexts = new Set();
  const copies = new Set();
  let inside = 0;
  let survivors = [];
  each(REALMS, (i) => {
    const context = vm.createContext({ setImmediate });
    const copy = load(context, path.join(root, 'index.js'));
    context.copy = copy;
    context.count = () => inside++;
    vm.runInContext('globalThis.held = {}; copy.trackGC(held, () => count(), { label: "held" })', context);
    vm.runInContext('for (let i = 0; i < 100; i++) copy.trackGC({}, () => count())', context);
    const survivor = {};
    survivors.push(survivor);
    copy.trackGC(survivor, () => assert.ok(!copies.has(i), 'a dead realm was called'));
    trackGC(context, () => contexts.add(i));
    trackGC(copy.trackGC, () => copies.add(i));
  });
  // Bun scans its stack conservatively, which can pin the last one.
  const expected = process.versions.bun ? REALMS - 2 : REALMS;
  const dead = () => contexts.size >= expected && copies.size >= expected;
  await until(dead, 'the collection of the realms', () => forceGC());
  assert.ok(inside <= 100 * REALMS, 'each callback at most once, none for what was alive');
  survivors = [];
  await forceGC({ cycles: 3 });
});
