'use strict';

// The planted growth leaks: their names, how one is run in a process of its own, and what must hold of its report.

const fs = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const { pinned } = require('../packages');
const { runNode } = require('../support/run.js');

// Some cases require them.
pinned();

const folder = path.join(__dirname, 'cases');
const names = fs.readdirSync(folder).filter((file) => /\.m?js$/.test(file));

/** How long a check may take, and how long a process to start; it ends by itself. */
const BOUND_MS = 20_000;
const START_MS = 60_000;
/** So many of what grows are told; the rest are only data. */
const TOLD = 5;
/** Memory comes in pages: a number of bytes may be off by so much. */
const TOLERANCE = 0.1;

/** Resolves with what run.js says of a case on a Node: of one check, or of so many in a row. */
async function runCase(name, mode, { command = process.execPath, times = 1 } = {}) {
  const args = [path.join(__dirname, 'run.js'), name, mode, String(times)];
  const timeout = START_MS + times * BOUND_MS;
  const { stdout, stderr } = await runNode(args, { command, cwd: __dirname, timeout });
  return { ...JSON.parse(stdout), stderr };
}

/**
 * What a case's report must name, the culprit first: [{ name, className, perLoop, path, together }], and what it may name
 * besides: patterns of names. `path` are patterns of steps, `together` the bytes a loop that several kinds hold together.
 */
async function expectations(name) {
  const { growth, besides = [] } = await import(pathToFileURL(path.join(folder, name)));
  return { growth, besides };
}

/** What is wrong with the report of a leak: sentences, none if it is as it should be. */
function faults({ passed, code, growth }, { growth: expected, besides }) {
  if (passed) return ['the growth was not found'];
  if (code !== 'ERR_GC_TRACKER_LEAK') return [`not growth but ${code}`];
  const found = [];
  const isTold = (one) => growth.slice(0, TOLD).some((given) => isAsExpected(given, one));
  for (const one of expected.filter((one) => !isTold(one))) {
    found.push(`${one.name} is missing, with ${one.className ?? 'bytes'} × ${one.perLoop}`);
  }
  for (const given of growth) {
    const isExpected = expected.some((one) => isAsExpected(given, one));
    if (isExpected || besides.some((pattern) => pattern.test(given.name))) continue;
    const { name, className, countPerLoop, perLoop } = given;
    found.push(`${name} must not be there, with ${className} × ${countPerLoop ?? perLoop}`);
  }
  return found;
}

function isAsExpected(
  { kind, name, path: steps, className, ...given },
  { name: text, path = [], ...expected },
) {
  if (!matches(text, name)) return false;
  const { perLoop } = expected;
  const { countPerLoop } = given;
  if (kind === 'metric') return isNear(given.perLoop, perLoop);
  const texts = steps.map(({ label, what, place }) => `${label} ${what} ${place?.file}:${place?.line}`);
  const isShown = path.every((pattern) => texts.some((text) => pattern.test(text)));
  const { together = null } = expected;
  if (together !== null && !isNear(given.together?.bytesPerLoop, together)) return false;
  return isShown && matches(expected.className, className) && countPerLoop === perLoop;
}

function isNear(given, expected) {
  return Math.abs(given - expected) <= TOLERANCE * expected;
}

function matches(expected, text) {
  return expected instanceof RegExp ? expected.test(text) : text === expected;
}

module.exports = { expectations, faults, names, runCase };
