'use strict';

// The examples of docs/growth.md run as they stand, and print what it shows.

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { runExample, shownAfter, withoutNumbers } = require('./example.js');

const page = fs.readFileSync(path.join(__dirname, '../../docs/growth.md'), 'utf8');
const [leaking, metrics] = [...page.matchAll(/```js\n(.*?)```/gs)].map(([, code]) => code);

/** Objects of one round get their ids in the order in which V8 finds them: which of them is the newest differs. */
const normal = (text) => withoutNumbers(text).replace(/"user-\d+"/, '"user-N"');

test('the leaking example reports what the page shows', async () => {
  const printed = await runExample(leaking, 'test/login.test.js');
  assert.strictEqual(normal(printed.join('\n')), normal(shownAfter(page, 'error.message')));
});

test('the example of metrics passes with what it watches', async () => {
  const program = `const { assertNoGrowth } = require('gc-tracker');
    const Module = { HEAPU8: new Uint8Array(65536) };
    const render = () => Module.HEAPU8.fill(1);
    (async () => { ${metrics} console.log('passed'); })();`;
  assert.deepStrictEqual(await runExample(program), ['passed']);
});
