'use strict';

// Examples of the documents, run as they stand.

const { execFile } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { promisify } = require('node:util');

const root = path.resolve(__dirname, '../..');

/** Runs the code in a folder where gc-tracker is installed; the lines that it printed. */
async function runExample(code, name = 'example.js') {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gc-tracker-example-'));
  try {
    fs.mkdirSync(path.join(folder, 'node_modules'));
    fs.symlinkSync(root, path.join(folder, 'node_modules/gc-tracker'));
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, code);
    const { stdout } = await promisify(execFile)(process.execPath, [file], { cwd: folder, timeout: 60_000 });
    return stdout.trim().split('\n');
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/** The first indented block of a text behind `start`, as it is printed. */
function shownAfter(text, start) {
  const [, shown] = /\n\n((?: {4}.*\n|\n)+?)\n(?=\S)/.exec(text.slice(text.indexOf(start)));
  return shown.replace(/^ {4}/gm, '');
}

/** A report without what is another in each run: node ids and times. */
function withoutNumbers(text) {
  return text
    .replace(/@\d+/g, '@')
    .replace(/\d+ ms/, 'ms')
    .trim();
}

module.exports = { runExample, shownAfter, withoutNumbers };
