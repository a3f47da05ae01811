'use strict';

// The examples of docs/recycle.md run as they stand, and print what it shows; its tables have all that a recycler tells.

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
const { frontOf } = require('../sandbox/recycle/support.js');

const root = path.resolve(__dirname, '../..');
const page = fs.readFileSync(path.join(root, 'docs/recycle.md'), 'utf8');

before(() => packages());

/** What a program of the page has printed, in a folder where the packages are installed that it requires. */
async function runNamed(t, name) {
  const code = [...page.matchAll(/```js\n(\/\/ (\S+)\n.*?)```/gs)].find(([, , title]) => title === name)[1];
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gc-tracker-recycle-'));
  t.after(() => fs.rmSync(folder, { recursive: true }));
  const modules = path.join(folder, 'node_modules');
  fs.mkdirSync(path.join(modules, '@techstark'), { recursive: true });
  fs.symlinkSync(root, path.join(modules, 'gc-tracker'));
  fs.symlinkSync(path.join(packages(), 'opencv4'), path.join(modules, '@techstark/opencv-js'));
  fs.symlinkSync(path.join(packages(), 'sql.js'), path.join(modules, 'sql.js'));
  fs.writeFileSync(path.join(folder, name), code);
  const options = { cwd: folder, timeout: 120_000 };
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [name], options);
  assert.strictEqual(stderr, '');
  return stdout.trim();
}

test('the example is recycled for its memory, and prints what the page shows', async (t) => {
  const withoutSwitches = (text) => text.replace(/^(wasmBytes \d+ \d+\n)+/m, 'wasmBytes\n').trim();
  const printed = await runNamed(t, 'gray.js');
  assert.strictEqual(withoutSwitches(printed), withoutSwitches(shownAfter(page, 'It prints why')));
});

test('the example of isCrash runs', async (t) => {
  assert.strictEqual(await runNamed(t, 'crash.js'), '2');
});

test('the tables have all limits and all counts', async () => {
  const cells = [...page.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, cell]) => cell.match(/\w+/g));
  const { recycler } = frontOf();
  const expected = ['maxCalls', 'maxWasmBytes', 'maxHeapBytes', 'maxAgeMs', ...Object.keys(recycler.stats())];
  const events = ['created', 'recycled', 'leak', 'failed'];
  assert.deepStrictEqual([...cells].sort(), [...expected, ...events].sort());
  await recycler.dispose();
});
