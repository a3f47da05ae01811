'use strict';

// Loads a copy of the library into a vm context, as jest does for each test file: the JavaScript
// files anew in the context, Node's own modules and the native binding shared with the main realm.

const fs = require('node:fs');
const { createRequire, isBuiltin } = require('node:module');
const path = require('node:path');
const vm = require('node:vm');

const root = path.resolve(__dirname, '../../..');
const native = path.join(root, 'lib/native/index.js');
const scripts = new Map();

function scriptOf(file) {
  let script = scripts.get(file);
  if (script === undefined) {
    const source = fs.readFileSync(file, 'utf8');
    script = new vm.Script(`(function (exports, require, module, __filename, __dirname) {${source}\n})`, {
      filename: file,
    });
    scripts.set(file, script);
  }
  return script;
}

/** The exports of index.js, evaluated in `context`. */
function loadCopy(context) {
  const modules = new Map();
  const load = (file) => {
    const known = modules.get(file);
    if (known !== undefined) return known.exports;
    const module = { exports: {} };
    modules.set(file, module);
    const hostRequire = createRequire(file);
    const requireInRealm = (id) => {
      if (isBuiltin(id)) return hostRequire(id);
      const resolved = hostRequire.resolve(id);
      return resolved === native ? hostRequire(resolved) : load(resolved);
    };
    const wrapper = scriptOf(file).runInContext(context);
    wrapper.call(module.exports, module.exports, requireInRealm, module, file, path.dirname(file));
    return module.exports;
  };
  return load(path.join(root, 'index.js'));
}

module.exports = { loadCopy };
