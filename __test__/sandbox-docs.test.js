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
const { packages } = require('./sandbox/packages.js');

const root = path.resolve(__dirname, '..');
const page = fs.readFileSync(path.join(root, 'docs/sandbox.md'), 'utf8');
const programs = [...page.matchAll(/```js\n(\/\/ (\S+)\n.*?)```/gs)].map(([, code, name]) => ({ code, name }));

for (const { name } of programs.filter(({ code }) => code.includes('main();'))) {
  test(`${name} prints what the page shows`, async (t) => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gc-tracker-sandbox-'));
    t.after(() => fs.rmSync(folder, { recursive: true }));
    fs.mkdirSync(path.join(folder, 'node_modules'));
    fs.symlinkSync(root, path.join(folder, 'node_modules/gc-tracker'));
    fs.symlinkSync(path.join(packages(), 'sql.js'), path.join(folder, 'node_modules/sql.js'));
    for (const { name, code } of programs) fs.writeFileSync(path.join(folder, name), code);
    const options = { cwd: folder, timeout: 120_000 };
    const { stdout } = await promisify(execFile)(process.execPath, [name], options);
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
