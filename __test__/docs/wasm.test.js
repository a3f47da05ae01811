'use strict';

// The examples of docs/wasm.md run as they stand, and print what it shows.

const assert = require('node:assert');
const { execFile } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const process = require('node:process');
const { before, test } = require('node:test');
const { promisify } = require('node:util');
const { shownAfter } = require('./example.js');
const { packages } = require('../sandbox/packages.js');

const root = path.resolve(__dirname, '../..');
const page = fs.readFileSync(path.join(root, 'docs/wasm.md'), 'utf8');

before(() => packages());

/** What a program of the page has printed, in a folder where there is what it requires. */
async function runNamed(t, name) {
  const code = [...page.matchAll(/```js\n(\/\/ (\S+)\n.*?)```/gs)].find(([, , title]) => title === name)[1];
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gc-tracker-wasm-'));
  t.after(() => fs.rmSync(folder, { recursive: true }));
  const modules = path.join(folder, 'node_modules');
  fs.mkdirSync(path.join(modules, '@techstark'), { recursive: true });
  fs.symlinkSync(root, path.join(modules, 'gc-tracker'));
  fs.symlinkSync(path.join(packages(), 'opencv4'), path.join(modules, '@techstark/opencv-js'));
  fs.copyFileSync(path.join(__dirname, '../sandbox/fixtures/leaky.js'), path.join(folder, 'client.js'));
  fs.writeFileSync(path.join(folder, name), code);
  const options = { cwd: folder, timeout: 120_000 };
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [name], options);
  assert.strictEqual(stderr, '');
  return stdout.replaceAll(`${fs.realpathSync(folder)}/`, '').trim();
}

test('Mats that nobody deletes are told as the page shows', async (t) => {
  const withoutSize = (text) => text.replace(/^highest \d+$/m, 'highest').trim();
  const shown = shownAfter(page, 'It prints how many');
  const printed = await runNamed(t, 'mats.js');
  assert.strictEqual(withoutSize(printed), withoutSize(shown));
  const highest = (text) => Number(/highest (\d+)/.exec(text)[1]);
  assert.ok(highest(printed) >= 0.8 * highest(shown));
});

test('requests that are never freed are told as the page shows', async (t) => {
  // How many rounds it takes until the heap has come to rest is another matter each time.
  const withoutTime = (text) =>
    text
      .replace(/\(.*\)/, '')
      .replace(/ → … → .*/, '')
      .trim();
  const shown = shownAfter(page, 'The second request to a URL');
  assert.strictEqual(withoutTime(await runNamed(t, 'requests.test.js')), withoutTime(shown));
});
