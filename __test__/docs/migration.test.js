'use strict';

// docs/migration.md: each program runs, before and after, and prints what stands under it.

const assert = require('node:assert');
const { execFile } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const process = require('node:process');
const { before, after, test } = require('node:test');
const { promisify } = require('node:util');
const { withoutNumbers } = require('./example.js');
const { hasMemwatch, packages } = require('./migration/packages.js');

const root = path.resolve(__dirname, '../..');
const page = fs.readFileSync(path.join(root, 'docs/migration.md'), 'utf8');
const programs = [...page.matchAll(/```js\n(\/\/ (\S+)\n.*?)```\n\nprints\n\n```text\n(.*?)```/gs)].map(
  ([, code, name, shown]) => ({ code, name, shown }),
);
let folder;

before(() => {
  const installed = packages();
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gc-tracker-migration-'));
  const modules = path.join(folder, 'node_modules');
  fs.mkdirSync(modules);
  fs.symlinkSync(root, path.join(modules, 'gc-tracker'));
  for (const name of fs.readdirSync(installed)) {
    if (!name.startsWith('.')) fs.symlinkSync(path.join(installed, name), path.join(modules, name));
  }
});

after(() => fs.rmSync(folder, { recursive: true }));

/** As if by hand: with the flag only if a comment says so, and not as a part of a test (reports differ then). */
async function run({ name, code }) {
  fs.writeFileSync(path.join(folder, name), code);
  const flags = code.includes('// node --expose-gc') ? ['--expose-gc'] : [];
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const options = { cwd: folder, env, timeout: 60_000 };
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [...flags, name], options);
  assert.strictEqual(stderr, '');
  return stdout;
}

/** Without the figures of the moment: how long, how many GCs, sizes of another Node.js. */
const normal = (text) =>
  withoutNumbers(text)
    .replace(/\d+ full GCs, /, 'full GCs, ')
    .replace(/\d+ B/g, 'B');

for (const program of programs) {
  if (program.code.includes('@airbnb/node-memwatch') && !hasMemwatch) continue;
  test(`${program.name} prints what the page shows`, async () => {
    assert.strictEqual(normal(await run(program)), normal(program.shown));
  });
}

test('every block of code is one of these programs, and each before has its after', () => {
  assert.strictEqual(programs.length, page.match(/```js/g).length);
  const names = (kind) =>
    programs.flatMap(({ name }) => (name.endsWith(`-${kind}.js`) ? [name.split('-')[0]] : []));
  assert.deepStrictEqual(names('before'), ['hook', 'twice', 'weak', 'detector', 'stats', 'diff']);
  assert.deepStrictEqual(names('after'), names('before'));
});
