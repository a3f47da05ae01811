'use strict';

// Temporary folders in which programs run as a user's would, with packages in node_modules. `t` is a test's context, or
// `{ after }` of node:test for what the tests of a file or a suite share: the folder is removed after it.

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const root = path.resolve(__dirname, '../..');

/** What is to be done after a test, by the test. */
const endings = new WeakMap();

/** As `t.after`, but the last first: a folder is removed after the programs that run in it have ended. */
function after(t, work) {
  if (!endings.has(t)) {
    endings.set(t, []);
    t.after(async () => {
      for (const one of endings.get(t).reverse()) await one();
    });
  }
  endings.get(t).push(work);
}

/**
 * The path of a new folder. `modules` is a node_modules that it shares, or what its own is to have: paths by package name.
 * `programs` are the texts of files by their names, `files` the paths of files to copy.
 */
function workspace(t, { modules = {}, programs = {}, files = [] } = {}) {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'gc-tracker-')));
  after(t, () => fs.rmSync(folder, { recursive: true }));
  link(modules, path.join(folder, 'node_modules'));
  write(folder, programs);
  for (const file of files) fs.cpSync(file, path.join(folder, path.basename(file)), { recursive: true });
  return folder;
}

/** Writes the texts of files by their names. */
function write(folder, programs) {
  for (const [name, text] of Object.entries(programs)) {
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  }
}

function link(modules, target) {
  if (typeof modules === 'string') {
    fs.symlinkSync(modules, target);
    return;
  }
  for (const [name, from] of Object.entries(modules)) {
    fs.mkdirSync(path.dirname(path.join(target, name)), { recursive: true });
    fs.symlinkSync(from, path.join(target, name));
  }
}

/** This checkout, as a package of a workspace. */
const ownModules = { 'gc-tracker': root };

module.exports = { after, ownModules, root, workspace, write };
