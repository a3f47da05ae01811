'use strict';

// The planted leaks: their names, how one is run in a process of its own, and what must hold of its report.

const fs = require('node:fs');
const path = require('node:path');
const process = require('node:process');
const { pathToFileURL } = require('node:url');
const { pinned } = require('../packages');
const { plainEnvironment, runNode } = require('../support/run.js');

// Some cases require them.
pinned();

const folder = path.join(__dirname, 'cases');
const names = fs.readdirSync(folder).filter((file) => /\.m?js$/.test(file));

/** How long a process may take; it ends by itself. */
const BOUND_MS = 60_000;

/** What no report shows by default: V8's own references and objects. */
const INTERNALS = [
  /└─ \{.*/,
  /\((array|code|closure|hidden|object elements|object properties)\)/,
  /system \/.*/,
  /\bContext\b/,
];

/** Resolves with what run.js says of a case on a Node. */
async function runCase(name, mode, command = process.execPath, more = {}) {
  const args = [path.join(__dirname, 'run.js'), name, mode];
  const env = { ...plainEnvironment(), ...more };
  const { stdout, stderr } = await runNode(args, { command, env, timeout: BOUND_MS });
  return { ...JSON.parse(stdout), stderr };
}

/** The names that a case's report must have, in order, those it must not have, and what its hint must say. */
async function expectations(name) {
  const { culprit, not = [], hint = null } = await import(pathToFileURL(path.join(folder, name)));
  return { culprit, not, hint };
}

/** What is wrong with the report of a leak: sentences, none if it is as it should be. */
function faults({ passed, code, message, leaks }, { culprit, not, hint }) {
  if (passed) return ['the leak was not found'];
  if (code !== 'ERR_GC_TRACKER_LEAK') return [`not a leak but ${code}`];
  // The head names the file of the case as well: where the target was tracked.
  const start = message.indexOf('(GC root)');
  if (start < 0) return ['no path'];
  const found = [];
  let rest = message.slice(start);
  for (const part of culprit) {
    const [text] = typeof part === 'string' ? [part] : (part.exec(rest) ?? [null]);
    if (text === null || !rest.includes(text)) {
      found.push(`${part} is missing`);
      break;
    }
    rest = rest.slice(rest.indexOf(text) + text.length);
  }
  for (const pattern of [...INTERNALS, ...not]) {
    const match = pattern.exec(message.slice(start));
    if (match !== null) found.push(`${JSON.stringify(match[0])} must not be there`);
  }
  const { hint: given } = leaks[0];
  if (hint === null ? given !== null : !hint.test(given)) found.push(`the hint is ${given}`);
  return found;
}

module.exports = { expectations, faults, names, runCase };
