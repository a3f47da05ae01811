'use strict';

// Loads CommonJS modules in a realm. Files are resolved as Node.js does it, and run once in each sandbox. Compiled scripts are
// cached for the next sandbox, until the file changes.

const fs = require('node:fs');
const { createRequire, isBuiltin } = require('node:module');
const { dirname, extname } = require('node:path');
const vm = require('node:vm');

/** { script, hasImport, mtimeMs, size } by file name. */
const scripts = new Map();

class ModuleLoader {
  #realm;
  /** Replacements of modules of Node.js, by name without `node:`. */
  #replacements;
  #onBuiltin;
  #onImport;
  #modules = Object.create(null);

  /**
   * `onBuiltin` gets the exports of each module of Node.js that is required, `onImport` is called before a script runs whose
   * text has an `import()`.
   */
  constructor(realm, replacements, { onBuiltin, onImport }) {
    this.#realm = realm;
    this.#replacements = {
      ...replacements,
      module: { ...require('node:module'), createRequire: (from) => this.#requireFrom(from) },
    };
    this.#onBuiltin = onBuiltin;
    this.#onImport = onImport;
  }

  /** Returns the exports of a file, and loads it if necessary. */
  load(filename) {
    const loaded = this.#modules[filename];
    if (loaded !== undefined) return loaded.exports;
    const module = {
      id: filename,
      filename,
      path: dirname(filename),
      exports: this.#realm.object(),
      loaded: false,
      children: [],
    };
    this.#modules[filename] = module;
    try {
      this.#run(module);
      module.loaded = true;
    } catch (error) {
      delete this.#modules[filename];
      throw error;
    }
    return module.exports;
  }

  #run(module) {
    const { filename } = module;
    const extension = extname(filename);
    if (extension === '.node') module.exports = createRequire(filename)(filename);
    else if (extension === '.json') module.exports = this.#realm.parseJSON(read(filename));
    else {
      module.require = this.#requireFrom(filename);
      const { script, hasImport } = scriptOf(filename);
      if (hasImport) this.#onImport();
      const run = this.#realm.run(script);
      const { exports, require, path } = module;
      Reflect.apply(run, exports, [exports, require, module, filename, path]);
    }
  }

  /** The `require` function of a file. */
  #requireFrom(from) {
    const { resolve } = createRequire(from);
    const require = (id) => {
      if (isBuiltin(id)) return this.#builtin(id);
      return this.load(resolve(id));
    };
    return Object.assign(require, { resolve, cache: this.#modules, main: undefined });
  }

  #builtin(id) {
    const name = id.replace(/^node:/, '');
    if (Object.hasOwn(this.#replacements, name)) return this.#replacements[name];
    const exports = require(id);
    this.#onBuiltin(exports);
    return exports;
  }
}

function scriptOf(filename) {
  const { mtimeMs, size } = fs.statSync(filename);
  const cached = scripts.get(filename);
  if (cached?.mtimeMs === mtimeMs && cached.size === size) return cached;
  const source = read(filename).replace(/^#!/, '//');
  const script = compile(`(function (exports, require, module, __filename, __dirname) {\n${source}\n})`, {
    filename,
    lineOffset: -1,
    importModuleDynamically: vm.constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  const entry = { script, hasImport: /\bimport\s*[(/.]/.test(source), mtimeMs, size };
  scripts.set(filename, entry);
  return entry;
}

function compile(source, options) {
  try {
    return new vm.Script(source, options);
  } catch (error) {
    if (/\b(?:import|export)\b/.test(error.message)) {
      error.message += ' (an ES module? a sandbox loads CommonJS and UMD)';
    }
    throw error;
  }
}

function read(filename) {
  return fs.readFileSync(filename, 'utf8').replace(/^\ufeff/, '');
}

module.exports = { ModuleLoader };
