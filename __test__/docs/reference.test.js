'use strict';

// The examples in the API reference, index.d.ts, run as they stand.

const assert = require('node:assert');
const { execFile } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { promisify } = require('node:util');

const root = path.resolve(__dirname, '../..');
const reference = fs.readFileSync(path.join(root, 'types/index.d.ts'), 'utf8');
const examples = [...reference.matchAll(/^( *)\* @example\n((?:\1\* .*\n)+)/gm)].map(([, indent, lines]) =>
  lines.replaceAll(`${indent}* `, ''),
);

function program(example) {
  const names = Object.keys(require('../..')).join(', ');
  return `const { ${names} } = require(${JSON.stringify(root)});
    const main = async () => { ${example} };
    main().catch((error) => { console.error(error); process.exitCode = 1; });`;
}

test('the reference has an example of each assertion, and of disposal', () => {
  const names = [
    'trackGC',
    'markDisposed',
    'assertCollected',
    'assertNoLeaks',
    'assertNoGrowth',
    'findLeaks',
  ];
  for (const name of names)
    assert.ok(
      examples.some((example) => example.includes(`${name}(`)),
      name,
    );
});

for (const example of examples) {
  test(`this example runs: ${example.split('\n', 1)[0]}`, async () => {
    const { stderr } = await promisify(execFile)(process.execPath, ['-e', program(example)], {
      timeout: 60_000,
    });
    assert.strictEqual(stderr, '');
  });
}
