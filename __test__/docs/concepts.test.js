'use strict';

// docs/concepts.md: its programs run as they stand, and print what their comments or the lines below them say.

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { runExample } = require('./example.js');

const page = fs.readFileSync(path.join(__dirname, '../../docs/concepts.md'), 'utf8');
const programs = new Map(
  [...page.matchAll(/```js\n\/\/ (\S+)\n(.*?)```/gs)].map(([, name, code]) => [name, code]),
);

/** The text block that comes first behind a program. */
const shownBehind = (name) => /```text\n(.*?)```/s.exec(page.slice(page.indexOf(`// ${name}\n`)))[1].trim();

for (const name of ['collected.js', 'generations.js']) {
  test(`${name} prints what its comments say`, async () => {
    const expected = [...programs.get(name).matchAll(/console\.log\(.*\); \/\/ (true|false)/g)];
    assert.strictEqual(expected.length, 3);
    assert.deepStrictEqual(
      await runExample(programs.get(name)),
      expected.map(([, text]) => text),
    );
  });
}

test('exit.js does not report what is alive', async () => {
  assert.deepStrictEqual(await runExample(programs.get('exit.js')), [shownBehind('exit.js')]);
});

test('sizes.js prints classes, distances and dominators as shown, and sizes much like them', async () => {
  const rows = (lines) => lines.map((line) => line.split(' '));
  const shown = rows(shownBehind('sizes.js').split('\n'));
  const printed = rows(await runExample(programs.get('sizes.js')));
  const named = ([name, distance, , , dominator]) => [name, distance, dominator];
  assert.deepStrictEqual(printed.map(named), shown.map(named));
  for (const [index, [name, , shallow, retained]] of printed.entries()) {
    assert.ok(Math.abs(shallow - shown[index][2]) < 50, `${name}: ${shallow}`);
    assert.ok(Math.abs(retained - shown[index][3]) < 200, `${name}: ${retained}`);
  }
});

test('every program is run', () => {
  assert.deepStrictEqual([...programs.keys()], ['collected.js', 'generations.js', 'exit.js', 'sizes.js']);
  assert.strictEqual(page.match(/^```js/gm).length, programs.size);
});
