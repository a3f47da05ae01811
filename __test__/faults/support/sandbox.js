'use strict';

// Modules and waits for programs about sandboxes. They run in an empty folder.

const fs = require('node:fs');
const path = require('node:path');
const { setTimeout: after } = require('node:timers/promises');

/** Writes a file into the current folder and returns its path. */
function write(name, text) {
  fs.writeFileSync(name, text);
  return path.resolve(name);
}

/** A module that is ready after `ms`. */
const slowModule = (ms) =>
  write(`slow-${ms}.js`, `exports.ready = new Promise((resolve) => setTimeout(resolve, ${ms}));`);

/** Waits until the condition holds, for at most ten seconds. */
async function until(condition) {
  for (const end = Date.now() + 10_000; !condition() && Date.now() < end; ) await after(1);
}

/** Resolves with the error of a promise, which must reject. */
const rejection = (promise) =>
  promise.then(
    () => Promise.reject(new Error('it did not reject')),
    (error) => error,
  );

module.exports = { rejection, slowModule, until, write };
