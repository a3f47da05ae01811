'use strict';

// The README's examples run as they stand, and print what their comments say.

const assert = require('node:assert');
const { execFile } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { test } = require('node:test');
const { promisify } = require('node:util');

const root = path.resolve(__dirname, '..');
const readme = fs.readFileSync(path.join(root, 'README.md'), 'utf8');
const [first, leaking, second, third] = [...readme.matchAll(/```js\n(.*?)```/gs)].map(([, code]) => code);

/** Runs the code in a folder where gc-tracker is installed; the lines that it printed. */
async function run(code, name = 'example.js') {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gc-tracker-readme-'));
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

test('the first example reports its session', async () => {
  assert.deepStrictEqual(await run(first), ['the session has been collected']);
});

test('the leaking example reports what the README shows', async () => {
  const shown = /\n\n((?: {4}.*\n|\n)+?)\n(?=\S)/.exec(readme.slice(readme.indexOf('error.message')))[1];
  const measured = (text) =>
    text
      .replace(/@\d+/g, '@')
      .replace(/\d+ ms/, 'ms')
      .trim();
  const printed = await run(leaking, 'test/session.test.js');
  assert.strictEqual(measured(printed.join('\n')), measured(shown.replace(/^ {4}/gm, '')));
});

test('the second example prints what its comments say', async () => {
  const expected = [...second.matchAll(/console\.log\(.*\); \/\/ (\{.*\}|\w+)/g)].map(([, text]) => text);
  assert.strictEqual(expected.length, 4);
  assert.deepStrictEqual(await run(second), expected);
});

test('the third example finds its session in a heap snapshot', async () => {
  assert.deepStrictEqual(await run(third), ['true']);
});
