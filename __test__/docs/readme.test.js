'use strict';

// The README's examples run as they stand, and print what their comments say.

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { runExample, shownAfter, withoutNumbers } = require('./example.js');

const root = path.resolve(__dirname, '../..');
const readme = fs.readFileSync(path.join(root, 'README.md'), 'utf8');
const [first, leaking, second, third, growing] = [...readme.matchAll(/```js\n(.*?)```/gs)].map(
  ([, code]) => code,
);

test('the first example reports its session', async () => {
  assert.deepStrictEqual(await runExample(first), ['the session has been collected']);
});

test('the leaking example reports what the README shows', async () => {
  const printed = await runExample(leaking, 'test/session.test.js');
  const shown = shownAfter(readme, 'error.message');
  assert.strictEqual(withoutNumbers(printed.join('\n')), withoutNumbers(shown));
});

test('the second example prints what its comments say', async () => {
  const expected = [...second.matchAll(/console\.log\(.*\); \/\/ (\{.*\}|\w+)/g)].map(([, text]) => text);
  assert.strictEqual(expected.length, 4);
  assert.deepStrictEqual(await runExample(second), expected);
});

test('the third example finds its session in a heap snapshot', async () => {
  assert.deepStrictEqual(await runExample(third), ['true']);
});

test('the growing example prints what its comment says', async () => {
  const [, expected] = /\n\/\/ (scenario .*)\n/.exec(growing);
  assert.deepStrictEqual(await runExample(growing), [expected]);
});
