'use strict';

// Checkouts of gc-tracker: this one and, with --against, another one. Both are loaded as a user would load them, by the
// `exports` of their package.json, wherever their files lie.

const { createRequire } = require('node:module');
const path = require('node:path');

const root = path.resolve(__dirname, '../..');

/** An entry of a checkout: `load(root, 'gc-tracker/heap')`. */
function load(checkout, entry) {
  return requireOf(checkout)(entry);
}

/** Throws if the folder has no gc-tracker. */
function check(checkout) {
  try {
    requireOf(checkout).resolve('gc-tracker');
  } catch {
    throw new Error(`no gc-tracker in ${checkout}`);
  }
}

function requireOf(checkout) {
  return createRequire(path.join(checkout, 'package.json'));
}

module.exports = { check, load, root };
