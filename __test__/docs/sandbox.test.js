'use strict';

// The programs of docs/sandbox.md run as they stand, and print what it shows.

const assert = require('node:assert');
const { execFile } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const process = require('node:process');
const { test } = require('node:test');
const { promisify } = require('node:util');
const { shownAfter, withoutNumbers } = require('./example.js');
const { packages } = require('../sandbox/packages.js');

const root = path.resolve(__dirname, '../..');
const page = fs.readFileSync(path.join(root, 'docs/sandbox.md'), 'utf8');
const programs = [...page.matchAll(/```js\n(\/\/ (\S+)\n.*?)```/gs)].map(([, code, name]) => ({
  code,
  name,
}));

/** What one of the programs has printed, in a folder that has them all, gc-tracker and sql.js. */
async function run(t, name, files) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gc-tracker-sandbox-'));
  t.after(() => fs.rmSync(folder, { recursive: true }));
  fs.mkdirSync(path.join(folder, 'node_modules'));
  fs.symlinkSync(root, path.join(folder, 'node_modules/gc-tracker'));
  fs.symlinkSync(path.join(packages(), 'sql.js'), path.join(folder, 'node_modules/sql.js'));
  for (const { name, code } of files) fs.writeFileSync(path.join(folder, name), code);
  const { stdout } = await promisify(execFile)(process.execPath, [name], { cwd: folder, timeout: 120_000 });
  return stdout;
}

for (const { name } of programs.filter(({ code }) => code.includes('main();'))) {
  test(`${name} prints what the page shows`, async (t) => {
    const stdout = await run(t, name, programs);
    const normal = (text) => withoutNumbers(text).replace(/\d+ full GCs, /, 'full GCs, ');
    assert.strictEqual(normal(stdout), normal(shownAfter(page, `// ${name}`)));
  });
}

test('each program is run, or required by one', () => {
  assert.deepStrictEqual(
    programs.map(({ name }) => name),
    ['query.js', 'plugin.js', 'host.js', 'revoked.js'],
  );
});

test("the README's example prints what its comment says", async (t) => {
  const readme = fs.readFileSync(path.join(root, 'README.md'), 'utf8');
  const [, code] = /```js\n([^`]*recycle\([^`]*)```/.exec(readme);
  assert.strictEqual(
    await run(t, 'recycler.js', [{ name: 'recycler.js', code }]),
    `${/\/\/ (\d+)$/m.exec(code)[1]}\n`,
  );
});
