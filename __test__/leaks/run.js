'use strict';

// node run.js CASE leak|clean: one planted leak, or its clean twin, under the real assertion. Prints
// { passed, code, message, leaks } and ends the process, whatever the case left running.

const fs = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const { assertCollected, assertNoLeaks, trackGC } = require('../..');

const [name, mode] = process.argv.slice(2);
const file = path.join(__dirname, 'cases', name);

/** Nothing here keeps the case's module: only Node's own caches do, as in a program. */
function load() {
  return file.endsWith('.mjs') ? import(pathToFileURL(file)) : require(file);
}

async function examine() {
  // A case that is about the callbacks of trackGC makes the handles itself.
  const { handles } = await load();
  if (handles) await assertCollected(handles[mode](trackGC));
  else await assertNoLeaks(async (track) => (await load())[mode](track));
}

function end(result) {
  fs.writeSync(1, JSON.stringify(result));
  process.exit();
}

examine().then(
  () => end({ passed: true }),
  ({ code, message, stack, leaks }) => end({ passed: false, code, message, stack, leaks }),
);
