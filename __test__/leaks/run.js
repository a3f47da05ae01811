'use strict';

// node run.js CASE leak|clean: one planted leak, or its clean twin, under the real assertion. Prints
// { passed, code, message, stack, leaks } and ends the process, whatever the case left running.

const fs = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const gcTracker = require('../..');

const [name, mode] = process.argv.slice(2);
const file = path.join(__dirname, 'cases', name);

/** Nothing here keeps the case's module: only Node's own caches do, as in a program. */
async function load() {
  return file.endsWith('.mjs') ? import(pathToFileURL(file)) : require(file);
}

function examine({ asserts }) {
  // Such a case is about the assertion's caller, and calls it itself.
  if (asserts) return asserts[mode](gcTracker);
  return gcTracker.assertNoLeaks((track) => load().then((loaded) => loaded[mode](track)));
}

function end(result) {
  fs.writeSync(1, JSON.stringify(result));
  process.exit();
}

load()
  .then(examine)
  .then(
    () => end({ passed: true }),
    ({ code, message, stack, leaks }) => end({ passed: false, code, message, stack, leaks }),
  );
