'use strict';

// The invariants of ARCHITECTURE.md that can be read off the sources.

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');

const root = path.resolve(__dirname, '..');
const read = (file) => fs.readFileSync(path.join(root, file), 'utf8');

function sources(folder, ending) {
  return fs
    .readdirSync(path.join(root, folder), { recursive: true })
    .filter((file) => file.endsWith(ending))
    .map((file) => path.join(folder, file));
}

/** The files whose code, comments left out, matches. */
function matching(files, pattern) {
  return files.filter((file) => pattern.test(read(file).replace(/\/\/.*$/gm, '')));
}

const rust = sources('src', '.rs');

test('only src/binding has unsafe code and knows Node-API', () => {
  const outside = rust.filter((file) => !file.startsWith('src/binding/'));
  assert.deepStrictEqual(matching(outside, /\bunsafe\b/), []);
  assert.deepStrictEqual(matching(outside, /\bnapi/), []);
});

test('src/tracking and src/heap do not know the binding', () => {
  const lower = rust.filter((file) => /^src\/(tracking|heap)\//.test(file));
  assert.deepStrictEqual(matching(lower, /\bbinding\b/), []);
});

const modules = [
  ...['index', 'heap', 'monitor', 'prometheus', 'opentelemetry', 'sandbox'],
  ...['mocha', 'jest', 'node-test', 'chai'],
];
const entries = [...modules.flatMap((name) => [`${name}.js`, `${name}.mjs`]), 'vitest.mjs'];

test('the entries only re-export, or register what they load', () => {
  for (const file of entries) {
    const code = read(file).replace(/'use strict';/, '');
    assert.ok(!/\bfunction\b|=>|\bclass\b|\bif\b/.test(code), file);
  }
});

test('the main entry needs no other package', () => {
  const { dependencies, scripts } = JSON.parse(read('package.json'));
  assert.strictEqual(dependencies, undefined);
  for (const hook of ['preinstall', 'install', 'postinstall']) assert.strictEqual(scripts[hook], undefined);
  const required = sources('lib', '.js').flatMap((file) =>
    [...read(file).matchAll(/require\('([^']+)'\)/g)].map(([, id]) => id),
  );
  assert.deepStrictEqual(
    required.filter((id) => !/^(node:|\.|gc-tracker-)/.test(id)),
    [],
  );
});

test('what a module of lib/ exports is used', () => {
  const all = sources('lib', '.js').concat(entries, 'bin/gc-tracker.js');
  for (const file of sources('lib', '.js')) {
    const others = all.filter((other) => other !== file).map(read);
    // As a list of rules, or as what `expect.extend` takes.
    const base = file.split('/').at(-1);
    if (
      others.some((code) =>
        new RegExp(`\\.\\.\\.require\\('\\./${base}'\\)|\\b\\w+ (?:=|from).*/${base}'`).test(code),
      )
    )
      continue;
    const exported = /module\.exports = \{([^}]*)\}/.exec(read(file))[1];
    for (const name of exported
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean)) {
      assert.ok(
        others.some((code) => new RegExp(`\\b${name}\\b`).test(code)),
        `${name} of ${file}`,
      );
    }
  }
});
